import Store
import Testing

@Suite("Which tables are meant")
struct DiscoveryRulesTests {
    private func candidate(_ schema: String, _ table: String) throws -> DiscoveryCandidate {
        try #require(DiscoveryCandidate(schema: schema, table: table))
    }

    @Test func `a table that ends like the key table tells its prefix`() throws {
        #expect(try candidate("public", "LiteLLM_VerificationToken").prefix == .standard)
        #expect(try candidate("public", "VerificationToken").prefix.rawValue.isEmpty)
        #expect(
            try candidate("a b", "X_VerificationToken").description == "a b.X_VerificationToken"
        )
    }

    @Test(arguments: [
        "LiteLLM_DeletedVerificationToken", "LiteLLM_DeprecatedVerificationToken",
        "LiteLLM_TeamTable", "VerificationTokens", "",
    ])
    func `archives and other tables are no candidates`(table: String) {
        #expect(DiscoveryCandidate(schema: "public", table: table) == nil)
    }

    @Test func `a table in a schema of Postgres or of ours is no candidate`() {
        #expect(DiscoveryCandidate(schema: "sidecar", table: "X_VerificationToken") == nil)
        #expect(DiscoveryCandidate(schema: "pg_temp_3", table: "X_VerificationToken") == nil)
    }

    @Test func `nothing there is empty`() {
        #expect(DiscoveryRules.choose(from: [], schema: nil, prefix: nil) == .empty)
    }

    @Test func `the only one in public is found, whatever other schemas have`() throws {
        let candidates = [
            try candidate("other", "B_VerificationToken"),
            try candidate("public", "A_VerificationToken"),
        ]
        let choice = DiscoveryRules.choose(from: candidates, schema: nil, prefix: nil)
        #expect(choice == .found(.public, try TablePrefix("A_")))
    }

    @Test func `the only one at all is found where nothing is configured`() throws {
        let candidates = [try candidate("other", "B_VerificationToken")]
        let choice = DiscoveryRules.choose(from: candidates, schema: nil, prefix: nil)
        #expect(choice == .found(try SchemaName("other"), try TablePrefix("B_")))
    }

    @Test func `none in the configured schema names the place where there is one`() throws {
        let candidates = [try candidate("other", "B_VerificationToken")]
        let choice = DiscoveryRules.choose(from: candidates, schema: .public, prefix: nil)
        #expect(choice == .elsewhere(configured: .public, found: candidates))
    }

    @Test func `several in one schema are listed in order`() throws {
        let candidates = [
            try candidate("public", "B_VerificationToken"),
            try candidate("public", "A_VerificationToken"),
        ]
        let choice = DiscoveryRules.choose(from: candidates, schema: nil, prefix: nil)
        #expect(choice == .ambiguous(candidates.reversed()))
    }

    @Test func `several in other schemas are ambiguous, too`() throws {
        let candidates = [
            try candidate("a", "A_VerificationToken"), try candidate("b", "A_VerificationToken"),
        ]
        #expect(
            DiscoveryRules.choose(from: candidates, schema: nil, prefix: nil)
                == .ambiguous(candidates)
        )
    }

    @Test func `a configured prefix decides between several`() throws {
        let prefix = try TablePrefix("B_")
        let candidates = [
            try candidate("public", "A_VerificationToken"),
            try candidate("public", "B_VerificationToken"),
        ]
        #expect(
            DiscoveryRules.choose(from: candidates, schema: nil, prefix: prefix)
                == .found(.public, prefix)
        )
    }

    @Test func `a configured prefix that nothing has is empty`() throws {
        let candidates = [try candidate("public", "A_VerificationToken")]
        let prefix = try TablePrefix("C_")
        #expect(DiscoveryRules.choose(from: candidates, schema: nil, prefix: prefix) == .empty)
    }
}
