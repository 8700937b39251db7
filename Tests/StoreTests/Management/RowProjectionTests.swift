import Foundation
import Store
import TestSupport
import Testing

@Suite struct RowProjectionTests {
    /// The row as Foundation reads it.
    private func row(_ managed: ManagedDatabase, _ token: TokenHash) async throws -> [String: Any] {
        let record = try await managed.keys.get(.token(token))
        #expect(record.token == token.hex)
        let value = try JSONSerialization.jsonObject(with: Data(record.json.utf8))
        return try #require(value as? [String: Any])
    }

    @Test(arguments: ManagedDatabase.Origin.allCases)
    func `a row has the columns of the database`(origin: ManagedDatabase.Origin) async throws {
        try await ManagedDatabase.with(origin) { managed in
            let token = try await managed.make("sk-columns-0123456789")
            let shown = try await row(managed, token)
            let known = Set(TableName.verificationToken.definition.columns.map(\.name))
            let present = Set(
                try #require(managed.catalog.tables[.verificationToken]).columns.keys
            )
            #expect(Set(shown.keys) == known.intersection(present))
            #expect(shown["created_at"] as? String == "2026-12-01T09:30:00.125Z")
        }
    }

    @Test func `times are UTC with a Z, whole seconds without a fraction, infinity none`()
        async throws
    {
        try await ManagedDatabase.with { managed in
            let token = try await managed.make("sk-times-0123456789ab")
            try await managed.database.execute(
                """
                UPDATE \(managed.table) SET expires = '2027-01-01 00:00:00',
                    budget_reset_at = 'infinity', last_active = '2027-01-01 00:00:00.120'
                """
            )
            let shown = try await row(managed, token)
            #expect(shown["expires"] as? String == "2027-01-01T00:00:00Z")
            #expect(shown["last_active"] as? String == "2027-01-01T00:00:00.120Z")
            #expect(shown["budget_reset_at"] is NSNull)
        }
    }

    @Test func `numbers stay as the database has them`() async throws {
        try await ManagedDatabase.with { managed in
            let token = try await managed.make("sk-numbers-0123456789")
            try await managed.database.execute(
                """
                UPDATE \(managed.table) SET spend = 0.1, max_budget = 'NaN',
                    tpm_limit = 9223372036854775807,
                    metadata = '{"exact": 0.10000000000000000000000001}'
                """
            )
            let json = try await managed.keys.get(.token(token)).json
            #expect(json.contains(#""spend":0.1,"#))
            #expect(json.contains(#""tpm_limit":9223372036854775807,"#))
            #expect(json.contains(#"{"exact": 0.10000000000000000000000001}"#))
            #expect(json.contains(#""max_budget":"NaN","#))
        }
    }

    @Test func `a key that somebody stored in clear text is shown by its hash`() async throws {
        try await ManagedDatabase.with { managed in
            let clear = "sk-stored-in-clear-text"
            try await managed.database.execute(
                "INSERT INTO \(managed.table) (token, key_alias) VALUES ($1, 'old')",
                [.text(clear)]
            )
            let record = try await managed.keys.get(.alias("old"))
            #expect(record.token == TokenHash(ofKey: clear).hex)
            #expect(!record.json.contains(clear))
            #expect(record.json.contains(TokenHash(ofKey: clear).hex))
        }
    }
}
