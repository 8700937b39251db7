import NIOCore
import Testing

@testable import Wire

struct MessageTests {
    private func message(_ text: String, _ limits: Limits = Limits()) throws -> Message {
        Message(try #require(Frame(text)), limits: limits)
    }

    private func fault(_ text: String, _ limits: Limits = Limits()) throws -> EnvelopeFault? {
        try #require(Frame(text)).envelopeFault(limits: limits)
    }

    @Test(arguments: [
        ("1", EnvelopeFault.notAnObject), ("\"x\"", .notAnObject), ("null", .notAnObject),
        ("{}", .version), (#"{"foo":"boo"}"#, .version),
        (#"{"method":"m","id":1}"#, .version), (#"{"jsonrpc":"1.0","method":"m"}"#, .version),
        (#"{"jsonrpc":2.0,"method":"m"}"#, .version),
        (#"{"jsonrpc":"2.00","method":"m"}"#, .version),
        (#"{"jsonrpc":" 2.0","method":"m"}"#, .version),
        (#"{"jsonrpc":["2.0"],"method":"m"}"#, .version),
        (#"{"jsonrpc":"2.0","id":1}"#, .method), (#"{"jsonrpc":"2.0","method":null}"#, .method),
        (#"{"jsonrpc":"2.0","method":1}"#, .method),
        (#"{"jsonrpc":"2.0","method":["m"]}"#, .method),
        (#"{"jsonrpc":"2.0","method":"m","params":null}"#, .params),
        (#"{"jsonrpc":"2.0","method":"m","params":"bar"}"#, .params),
        (#"{"jsonrpc":"2.0","method":"m","params":1}"#, .params),
        (#"{"jsonrpc":"2.0","method":"m","params":false}"#, .params),
        (#"{"jsonrpc":"2.0","method":"m","id":true}"#, .id),
        (#"{"jsonrpc":"2.0","method":"m","id":[1]}"#, .id),
        (#"{"jsonrpc":"2.0","method":"m","id":{}}"#, .id),
    ])
    func `what is not a request is told why`(text: String, fault: EnvelopeFault) throws {
        #expect(try self.fault(text) == fault)
    }

    @Test(arguments: [
        #"{"jsonrpc":"2.0","method":"m"}"#, #"{"jsonrpc":"2.0","method":"","id":null}"#,
        #"{"jsonrpc":"2.0","method":"m","params":[]}"#,
        #"{"jsonrpc":"2.0","method":"m","params":{}}"#,
        #"{"jsonrpc":"2.0","method":"m","id":1.5,"unknown":{"members":"are ignored"}}"#,
        #"{"method":"m","jsonrpc":"2\u002e0"}"#,
    ])
    func `what is a request is let through`(text: String) throws {
        #expect(try fault(text) == nil)
        guard case .single(.request) = try message(text) else {
            Issue.record("not a request")
            return
        }
    }

    @Test(arguments: [
        "1", "-0", "1.0", "1e2", "0.10", "12345678901234567890123", "null", #""""#, #""a""#,
        #""\u0061\/\n""#, #""\ud83d\ude00😀""#,
    ])
    func `an id is kept as the text that came, alone and in a batch`(id: String) throws {
        let text = #"{"jsonrpc":"2.0","method":"m","id": \#(id) }"#
        let items = [try message(text), try message("[\(text)]"), try message("[0 , \(text)]")]
            .compactMap { message -> Message.Item? in
                switch message {
                case .single(let item): item
                case .batch(let items): items.last
                case .refused: .none
                }
            }
        #expect(items.count == 3)
        for case .request(let request) in items { #expect(request.id?.text == id) }
    }

    @Test func `without an id it is a notification, with a null id it is not`() throws {
        #expect(
            try message(#"{"jsonrpc":"2.0","method":"m"}"#)
                == .single(.request(Request(method: "m")))
        )
        #expect(
            try message(#"{"jsonrpc":"2.0","method":"m","id":null}"#)
                == .single(.request(Request(method: "m", id: .null)))
        )
    }

    @Test func `an error repeats the id where it is good, else it has the id null`() throws {
        func id(_ text: String) throws -> String? {
            guard case .single(.invalid(_, let id)) = try message(text) else { return nil }
            return id.text
        }
        #expect(try id(#"{"jsonrpc":"1.0","id":7}"#) == "7")
        #expect(try id(#"{"jsonrpc":"2.0","id":"x","method":1}"#) == "\"x\"")
        #expect(try id(#"{"jsonrpc":"2.0","method":"m","params":1,"id":7.0}"#) == "7.0")
        #expect(try id(#"{"jsonrpc":"2.0","method":"m","params":1}"#) == "null")
        #expect(try id(#"{"jsonrpc":"2.0","method":"m","id":[1]}"#) == "null")
        #expect(try id("17") == "null")
    }

    @Test func `an id of the limit is repeated, a longer one is refused`() throws {
        var limits = Limits()
        limits.requestIDBytes = 10
        func text(_ id: String) -> String { #"{"jsonrpc":"2.0","method":"m","id":\#(id)}"# }
        for id in ["\"12345678\"", "1234567890"] {
            #expect(id.utf8.count == 10)
            #expect(try fault(text(id), limits) == nil)
        }
        for id in ["\"123456789\"", "12345678901"] {
            #expect(try fault(text(id), limits) == .idTooLong)
            guard case .single(.invalid(let error, .null)) = try message(text(id), limits) else {
                Issue.record("let through")
                continue
            }
            #expect(error.kind == .invalidRequest)
            #expect(error.context.field == "id")
            #expect(error.context.limit == 10)
        }
    }

    @Test func `a batch of the limit is let through, one item more refuses all of it`() throws {
        var limits = Limits()
        limits.batchItems = 3
        guard case .batch(let items) = try message("[1, [] ,{}]", limits) else {
            Issue.record("refused")
            return
        }
        #expect(items.count == 3)
        #expect(try message("[1,[],{},2]", limits) == .refused(.batchTooLarge(limit: 3)))
        let thousand = "[" + Array(repeating: "1", count: 1_000).joined(separator: ",") + "]"
        guard case .batch = try message(thousand) else {
            Issue.record("refused")
            return
        }
        #expect(try message("[1,\(thousand.dropFirst())") == .refused(.batchTooLarge(limit: 1_000)))
    }

    @Test func `a batch in a batch is an item that is no request`() throws {
        let inner = #"[{"jsonrpc":"2.0","method":"m","id":1}]"#
        let expected = Message.Item.invalid(
            EnvelopeFault.notAnObject.error(limits: Limits()),
            id: .null
        )
        #expect(try message("[\(inner),[]]") == .batch([expected, expected]))
    }

    @Test(arguments: ["[]", "[ ]", "[\n]"])
    func `an empty batch is refused`(text: String) throws {
        #expect(try message(text) == .refused(.emptyBatch))
    }

    @Test func `items keep their order and their own parameters, whatever stands between them`()
        throws
    {
        let text = """
            [ {"jsonrpc":"2.0","method":"a","params":[-0,"]"],"id":1}
            ,{"jsonrpc":"2.0","method":"b\\u0000","params":{"x\\u0000":18446744073709551616}} ,\t
            "}", 12,true ,null, -1.5 ]
            """
        guard case .batch(let items) = try message(text) else {
            Issue.record("refused")
            return
        }
        try #require(items.count == 7)
        #expect(
            items[0]
                == .request(
                    Request(
                        method: "a",
                        params: .byPosition([.number("-0"), "]"]),
                        id: RequestID(1)
                    )
                )
        )
        #expect(
            items[1]
                == .request(
                    Request(
                        method: "b\u{0}",
                        params: .byName(
                            JSONObject([("x\u{0}", .number("18446744073709551616"))])
                        )
                    )
                )
        )
        for item in items.dropFirst(2) {
            #expect(item == .invalid(EnvelopeFault.notAnObject.error(limits: Limits()), id: .null))
        }
    }

    @Test func `ids that Swift's strings call equal differ by their bytes`() {
        #expect(RequestID("\u{E9}") != RequestID("e\u{301}"))
        #expect(RequestID("a") == RequestID("a"))
        #expect(Set([RequestID("\u{E9}"), RequestID("e\u{301}"), RequestID("\u{E9}")]).count == 2)
    }

    @Test func `every fault names its field`() {
        let fields: [(EnvelopeFault, String?)] = [
            (.notAnObject, nil), (.version, "jsonrpc"), (.id, "id"), (.idTooLong, "id"),
            (.method, "method"), (.params, "params"),
        ]
        for (fault, field) in fields {
            let error = fault.error(limits: Limits())
            #expect(error.kind == .invalidRequest)
            #expect(error.context.field == field)
        }
    }
}
