import Testing

@testable import Wire

@Suite struct OpenRPCDocumentTests {
    private static let info = OpenRPCInfo(title: "t", version: "1.2.3", description: "d")
    private let table = Samples.table().describing(Self.info)

    private var document: JSON {
        OpenRPCDocument(info: Self.info, methods: table.methods.map(\.descriptor)).json
    }

    private func method(_ name: String) -> JSON? {
        document["methods"]?.array?.first { $0["name"] == .string(name) }
    }

    @Test func `the head names specification and program`() {
        #expect(document["openrpc"] == "1.3.2")
        #expect(document["info"] == ["title": "t", "version": "1.2.3", "description": "d"])
        #expect(
            document["methods"]?.array?.map { $0["name"] }
                == ["key.authorize", "key.list", "rpc.discover"]
        )
    }

    @Test func `a method has everything that its declaration has`() {
        let method = method("key.authorize")
        #expect(method?["summary"] == "Checks a key.")
        #expect(method?["description"] == "More about it.")
        #expect(method?["paramStructure"] == "either")
        #expect(method?["x-role"] == "data")
        #expect(method?["x-notes"] == ["Costs are dollars."])
        #expect(
            method?["params"]?.array?.first == [
                "name": "key", "description": "The key.", "required": true,
                "schema": ["type": "string", "minLength": 1, "maxLength": 8],
            ]
        )
        #expect(method?["result"]?["name"] == "result")
        #expect(method?["result"]?["schema"] == Samples.authorize.result.jsonSchema)
        #expect(
            method?["examples"] == [
                [
                    "name": "a key", "params": [["name": "key", "value": "sk-1"]],
                    "result": ["name": "result", "value": ["token": "t"]],
                ]
            ]
        )
    }

    @Test func `every error that a method may answer is described`() {
        let errors = method("key.authorize")?["errors"]?.array
        #expect(
            errors?.map { $0["data"]?["type"] } == [
                "invalid_params", "internal_error", "invalid_key", "key_expired",
                "store_unavailable",
            ]
        )
        #expect(
            errors?[2] == [
                "code": -32001, "message": "The key is malformed or unknown.",
                "data": ["type": "invalid_key", "http_status": 401, "retryable": false],
            ]
        )
    }

    @Test func `an admin method may answer permission_denied`() {
        #expect(Samples.list.allErrors.contains(.permissionDenied))
        #expect(!Samples.authorize.allErrors.contains(.permissionDenied))
        #expect(method("key.list")?["x-role"] == "admin")
    }

    @Test func `rpc.discover answers with the document that lists it`() async throws {
        let discover = try table.method("rpc.discover", for: .data)
        let arguments = try Arguments(positional: [], for: discover.descriptor)
        let result = try await discover.handler(arguments, Samples.caller())
        #expect(result == document)
        try discover.descriptor.result.check(result, at: "result")
    }

    @Test func `examples fit the declarations that they belong to`() throws {
        for descriptor in table.methods.map(\.descriptor) {
            for example in descriptor.examples {
                _ = try Arguments(named: example.params, for: descriptor)
                try descriptor.result.check(example.result, at: "result")
            }
        }
    }

    @Test func `every kind of error has a sentence of its own`() {
        let sentences = WireError.Kind.allCases.map(\.summary)
        #expect(Set(sentences).count == sentences.count)
        #expect(sentences.allSatisfy { $0.hasSuffix(".") })
    }
}
