import Store
import Testing

@Suite("Names of tables and schemas")
struct IdentifierTests {
    @Test(arguments: [
        "", "LiteLLM_", "MishikaLLM_", "a\"b", "Größe_", String(repeating: "x", count: 36),
    ])
    func `a prefix under which every table name fits is taken as it is`(prefix: String) throws {
        let checked = try TablePrefix(prefix)
        #expect(checked.rawValue == prefix)
        for table in TableName.allCases {
            #expect(checked.name(of: table).utf8.count <= IdentifierLimits.maximumBytes)
        }
    }

    @Test func `a prefix is refused from the first byte on that would cut a name`() throws {
        let limit = IdentifierLimits.maximumPrefixBytes
        #expect(limit == 36)
        _ = try TablePrefix(String(repeating: "p", count: limit))
        #expect(throws: IdentifierError.tooLong(bytes: limit + 1, maximum: limit)) {
            try TablePrefix(String(repeating: "p", count: limit + 1))
        }
        #expect(throws: IdentifierError.tooLong(bytes: 38, maximum: limit)) {
            try TablePrefix(String(repeating: "ü", count: 19))
        }
    }

    @Test(arguments: ["a\0b", "a\nb", "\u{7f}"])
    func `control characters are refused`(name: String) {
        #expect(throws: IdentifierError.controlCharacter) { try TablePrefix(name) }
        #expect(throws: IdentifierError.controlCharacter) { try SchemaName(name) }
    }

    @Test func `a schema has a name of at most 63 bytes`() throws {
        #expect(throws: IdentifierError.empty) { try SchemaName("") }
        _ = try SchemaName(String(repeating: "s", count: 63))
        #expect(throws: IdentifierError.tooLong(bytes: 64, maximum: 63)) {
            try SchemaName(String(repeating: "s", count: 64))
        }
    }

    @Test(arguments: ["pg_toast", "information_schema", "sidecar"])
    func `schemas that belong to Postgres or to us are refused`(name: String) {
        #expect(throws: IdentifierError.reserved(name)) { try SchemaName(name) }
    }

    @Test func `quotes in a name are doubled`() throws {
        #expect(try SchemaName("a\"b").quoted == "\"a\"\"b\"")
    }

    @Test(arguments: [
        IdentifierError.empty, .tooLong(bytes: 9, maximum: 8), .controlCharacter, .reserved("x"),
    ])
    func `each reason is a sentence of its own`(error: IdentifierError) {
        #expect(error.description.hasPrefix("the name "))
    }
}
