import Sidecar
import Testing
import Wire

@Suite struct CallArgumentsTests {
    private struct Unread: Error, Equatable {}

    private func params(_ arguments: String...) throws -> Params {
        try CallArguments(arguments).params { _ throws(Unread) in throw Unread() }
    }

    @Test func `no arguments are no parameters`() throws {
        #expect(try params() == .none)
    }

    @Test(
        arguments: [
            ("5", JSON.int(5)), ("-5", .int(-5)), ("1.5", .number("1.5")), ("true", true),
            ("null", JSON.null), ("\"007\"", "007"), ("007", "007"), ("-01", "-01"), ("+1", "+1"),
            (".5", ".5"), ("gpt-4o", "gpt-4o"), ("", ""), ("True", "True"), ("NaN", "NaN"),
            ("[1,2]", JSON.array([1, 2])), ("{\"x\":\"y\"}", JSON.object(JSONObject([("x", "y")]))),
            ("{not json", "{not json"),
            ("a=b", "a=b"), ("sk-1234", "sk-1234"),
            ("12345678901234567890", .number("12345678901234567890")),
            ("5 ", .int(5)), ("é", "é"),
        ])
    func `a value is JSON where it is JSON, else a string`(text: String, value: JSON) throws {
        #expect(CallArguments.value(text) == value)
        #expect(try params("n=\(text)") == .byName(JSONObject([("n", value)])))
    }

    @Test func `several values keep their order`() throws {
        let expected = JSONObject([("key", "sk-1"), ("n", 2), ("m", nil)])
        #expect(try params("key=sk-1", "n=2", "m=null") == .byName(expected))
    }

    @Test func `one object or list is the parameters themselves`() throws {
        #expect(try params("{\"a\":1}") == .byName(JSONObject([("a", 1)])))
        #expect(try params(" [1, \"x\"] ") == .byPosition([1, "x"]))
    }

    @Test(arguments: [("-5", JSON.int(-5)), ("\"a=b\"", "a=b"), ("null", .null), ("0", 0)])
    func `one bare value is the first parameter`(text: String, value: JSON) throws {
        #expect(try params(text) == .byPosition([value]))
    }

    @Test(arguments: ["{\"a\":1,}", "[1", "\"a=b", "{a=1}"])
    func `what begins like JSON and is none is refused with the place`(text: String) {
        let failure = #expect(throws: CommandFailure.self) { try CallArguments([text]) }
        #expect(failure?.status == .usage)
        #expect(failure?.message.contains("not valid JSON at byte") == true)
    }

    @Test(
        arguments: [
            ["sk-planted-0123456789"], ["=5"], ["--scoket", "/x"], ["a=1", "-5"], ["{}", "{}"],
            ["a=1", "{}"], ["--n=5"],
        ])
    func `what is neither form is refused and not repeated`(arguments: [String]) {
        let failure = #expect(throws: CommandFailure.self) { try CallArguments(arguments) }
        #expect(failure?.message == "parameters are name=value, or one JSON value")
    }

    @Test func `a name twice and standard input twice are refused`() {
        #expect(throws: CommandFailure.usage("a is given twice")) {
            try CallArguments(["a=1", "b=2", "a=1"])
        }
        #expect(throws: CommandFailure.usage("standard input can be one value only")) {
            try CallArguments(["a=@-", "b=@-"])
        }
    }

    @Test func `values are read from files and standard input, less one newline`() throws {
        let arguments = try CallArguments(["key=@/k", "meta=@m.json", "text=@-", "at=\"@x\""])
        let params = arguments.params { source in
            switch source {
            case .file("/k"): "sk-1234\n"
            case .file: "{\"x\": [1]}\r\n"
            case .standardInput: "two\n\n"
            case .value: "never asked"
            }
        }
        let expected = JSONObject([
            ("key", "sk-1234"), ("meta", ["x": [1]]), ("text", "two\n"), ("at", "@x"),
        ])
        #expect(params == .byName(expected))
    }

    @Test func `a failure to read is handed on`() {
        #expect(throws: Unread()) { try params("a=@/missing") }
    }
}
