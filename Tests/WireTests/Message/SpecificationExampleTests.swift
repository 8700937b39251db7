import Testing

@testable import Wire

/// The examples of the JSON-RPC 2.0 specification, word for word, from bytes to outcomes.
struct SpecificationExampleTests {
    private func messages(_ text: String) -> [Message] {
        var decoder = FrameDecoder(limits: Limits())
        return read(text, &decoder).messages
    }

    private func request(
        _ method: String,
        _ params: Params = .none,
        id: RequestID? = nil
    ) -> Message.Item {
        .request(Request(method: method, params: params, id: id))
    }

    /// Where only the kind and the id matter, not the sentence.
    private func outline(_ message: Message) -> [String] {
        switch message {
        case .single(let item): [outline(item)]
        case .batch(let items): ["batch"] + items.map(outline)
        case .refused(let error): ["refused \(error.kind.code)"]
        }
    }

    private func outline(_ item: Message.Item) -> String {
        switch item {
        case .request(let request): "\(request.method) \(request.id?.text ?? "-")"
        case .invalid(let error, let id): "\(error.kind.code) \(id.text)"
        }
    }

    @Test func `a call with positional parameters`() {
        #expect(
            messages(#"{"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1}"#)
                == [.single(request("subtract", .byPosition([42, 23]), id: RequestID(1)))]
        )
        #expect(
            messages(#"{"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 2}"#)
                == [.single(request("subtract", .byPosition([23, 42]), id: RequestID(2)))]
        )
    }

    @Test func `a call with named parameters`() {
        #expect(
            messages(
                #"""
                {"jsonrpc": "2.0", "method": "subtract", "params": {"subtrahend": 23,\#
                 "minuend": 42}, "id": 3}
                """#
            ) == [
                .single(
                    request(
                        "subtract",
                        .byName(JSONObject([("subtrahend", 23), ("minuend", 42)])),
                        id: RequestID(3)
                    )
                )
            ]
        )
        #expect(
            messages(
                #"""
                {"jsonrpc": "2.0", "method": "subtract", "params": {"minuend": 42,\#
                 "subtrahend": 23}, "id": 4}
                """#
            ) == [
                .single(
                    request(
                        "subtract",
                        .byName(JSONObject([("minuend", 42), ("subtrahend", 23)])),
                        id: RequestID(4)
                    )
                )
            ]
        )
    }

    @Test func `notifications`() {
        #expect(
            messages(#"{"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]}"#)
                == [.single(request("update", .byPosition([1, 2, 3, 4, 5])))]
        )
        #expect(
            messages(#"{"jsonrpc": "2.0", "method": "foobar"}"#) == [.single(request("foobar"))]
        )
    }

    @Test func `a call of a method that does not exist is a request all the same`() {
        #expect(
            messages(#"{"jsonrpc": "2.0", "method": "foobar", "id": "1"}"#)
                == [.single(request("foobar", id: RequestID("1")))]
        )
    }

    @Test func `a call with invalid JSON`() {
        var decoder = FrameDecoder(limits: Limits())
        let outcome = read(
            #"{"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]"#,
            &decoder
        )
        #expect(outcome.messages == [])
        #expect(outcome.error?.kind == .parseError)
    }

    @Test func `a call with an invalid request object`() {
        #expect(
            messages(#"{"jsonrpc": "2.0", "method": 1, "params": "bar"}"#).map(outline)
                == [["-32600 null"]]
        )
    }

    @Test func `a batch with invalid JSON gives one error`() {
        var decoder = FrameDecoder(limits: Limits())
        let outcome = read(
            """
            [
              {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
              {"jsonrpc": "2.0", "method"
            ]
            """,
            &decoder
        )
        #expect(outcome.messages == [])
        #expect(outcome.error?.kind == .parseError)
    }

    @Test func `an empty array`() {
        #expect(messages("[]").map(outline) == [["refused -32600"]])
    }

    @Test func `an invalid batch that is not empty`() {
        #expect(messages("[1]").map(outline) == [["batch", "-32600 null"]])
    }

    @Test func `an invalid batch`() {
        #expect(
            messages("[1,2,3]").map(outline)
                == [["batch", "-32600 null", "-32600 null", "-32600 null"]]
        )
    }

    private let batch =
        """
        [
                {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
                {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
                {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
                {"foo": "boo"},
                {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
                {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
            ]
        """

    @Test func `a batch`() {
        #expect(
            messages(
                batch
            ).map(outline) == [
                [
                    "batch", "sum \"1\"", "notify_hello -", "subtract \"2\"", "-32600 null",
                    "foo.get \"5\"", "get_data \"9\"",
                ]
            ]
        )
    }

    @Test func `a batch of notifications`() {
        #expect(
            messages(
                """
                [
                        {"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]},
                        {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}
                    ]
                """
            ).map(outline) == [["batch", "notify_sum -", "notify_hello -"]]
        )
    }
}
