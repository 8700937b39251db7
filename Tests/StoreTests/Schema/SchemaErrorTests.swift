import Store
import Testing

@Suite("Why tables cannot be used")
struct SchemaErrorTests {
    @Test func `an empty database is answered with the command that helps`() {
        #expect(SchemaError.noTables.description.contains("sidecar schema create"))
    }

    @Test func `several sets of tables are listed with the settings that choose`() throws {
        let found = [
            try #require(DiscoveryCandidate(schema: "a", table: "X_VerificationToken")),
            try #require(DiscoveryCandidate(schema: "b", table: "X_VerificationToken")),
        ]
        let text = SchemaError.ambiguous(found).description
        #expect(text.contains("a.X_VerificationToken, b.X_VerificationToken"))
        #expect(text.contains("'schema'") && text.contains("'table_prefix'"))
        let elsewhere = SchemaError.elsewhere(configured: .public, found: found)
        #expect(elsewhere.description.contains("public"))
    }

    @Test func `only trouble of the database can pass by itself`() {
        let lost = PostgresError(.connectionLost, "gone")
        #expect(SchemaError.database(lost).isRetriable)
        #expect(!SchemaError.database(PostgresError(.misuse, "wrong")).isRetriable)
        let others: [SchemaError] = [
            .noTables, .alreadyThere(["t"]), .notPermitted("no"), .ambiguous([]),
            .elsewhere(configured: .public, found: []), .incomplete(found: []),
            .occupied(.public, by: []),
        ]
        #expect(others.allSatisfy { !$0.isRetriable })
        #expect(SchemaError.alreadyThere(["t"]).description.contains("(t)"))
        #expect(SchemaError.notPermitted("no right").description.contains("no right"))
    }
}
