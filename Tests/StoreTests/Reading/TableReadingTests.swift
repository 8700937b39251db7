import TestSupport
import Testing

@testable import Store

/// A table as a whole, which is copied, beside its rows by their ids, which are selected.
@Suite struct TableReadingTests {
    /// Values of the columns that may be odd; each row of keys takes one of them.
    private static let oddities = [
        "key_alias = E'tab\\tline\\nreturn\\rback\\\\slash \\\\N é 日本'", "key_alias = ''",
        "user_id = 'a user whose id is longer than fifteen bytes'", "team_id = E'\\\\N'",
        "models = '{\"with \\\"quote\\\"\",\"back\\\\slash\",NULL,\"a,b\",\"NULL\"}'",
        "models = '{}'",
        "models = ARRAY[repeat('long', 500)]", "expires = 'infinity'", "expires = '-infinity'",
        "expires = '2026-12-01 10:11:12.345'", "expires = '0044-03-15 BC'", "blocked = true",
        "metadata = '{\"note\": \"a\\\\b\\n\", \"temp_budget_increase\": 1.25}'",
        "metadata = '{\"model_rpm_limit\": {\"gpt-4o\": 7}, \"model_tpm_limit\": {\"m\": 8}}'",
        "metadata = '[1e308]'", "aliases = '{\"a\": \"b\"}'", "spend = 'NaN'", "spend = 'Infinity'",
        "spend = 0.1", "spend = 1e-12", "spend = 123456789012.123456", "spend = -1.5",
        "spend = '-0'",
        "max_budget = 1e300", "max_budget = '-Infinity'", "max_budget = 0.30000000000000004",
        "budget_reset_at = '2026-01-01'", "rpm_limit = 9223372036854775807", "tpm_limit = -5",
        "model_max_budget = '{\"gpt-4o\": {\"max_budget\": 2, \"budget_duration\": \"1d\"}}'",
    ]

    @Test func `Both read the same of every row, however odd`() async throws {
        let server = try await TestPostgres.shared()
        try await GenuineDatabase.with(on: server, .newest) { database in
            let tokens = Self.oddities.indices.map { TokenHash(ofKey: "sk-odd-\($0)") }
            for (token, oddity) in zip(tokens, Self.oddities) {
                try await database.insertKey(token)
                let table = "\"LiteLLM_VerificationToken\""
                try await database.execute(
                    "UPDATE \(table) SET \(oddity) WHERE token = '\(token.hex)'"
                )
            }
            let (whole, single) = try await database.run { connection throws(PostgresError) in
                let catalog = try SchemaDiscovery.catalog(
                    on: connection,
                    schema: .public,
                    prefix: .standard
                )
                let reader = TableReader(catalog: catalog)
                var whole: [KeyRow] = []
                try reader.allRows(portion: 7, on: connection) { (rows: [Cached<KeyRow>]) in
                    #expect(rows.count <= 7)
                    whole += rows.map(\.row)
                }
                return (whole, try reader.rows(tokens, on: connection) as [KeyRow])
            }
            #expect(whole.count == tokens.count)
            for (row, token) in zip(whole.sorted { $0.token < $1.token }, tokens.sorted()) {
                #expect(row.token == token)
                #expect(row == single.first { $0.token == token })
            }
            try check(Dictionary(uniqueKeysWithValues: zip(tokens, Self.oddities)), whole)
        }
    }

    /// Some of them are told by what they must be, since both could err together.
    private func check(_ oddities: [TokenHash: String], _ rows: [KeyRow]) throws {
        func row(_ start: String) throws -> KeyRow {
            try #require(rows.first { oddities[$0.token]?.hasPrefix(start) == true })
        }
        #expect(
            try row("key_alias = E'tab").keyAlias == "tab\tline\nreturn\rback\\slash \\N é 日本"
        )
        #expect(try row("team_id").teamID == "\\N")
        #expect(
            try row("models = '{\"with").models == ["with \"quote\"", "back\\slash", "a,b", "NULL"]
        )
        #expect(try row("spend = 'NaN'").spend == nil)
        #expect(try row("spend = 0.1").spend == Money(picodollars: 100_000_000_000))
        #expect(try row("spend = 1e-12").spend == Money(picodollars: 1))
        #expect(try row("max_budget = 1e300").budget.maxBudget == .greatest)
        #expect(try row("rpm_limit").rates.requestsPerMinute == .max)
        let increase = try row("metadata = '{\"note").facts.temporaryBudgetIncrease
        #expect(increase == Money(picodollars: 1_250_000_000_000))
        #expect(try row("metadata = '{\"model_rpm").facts.modelRequestsPerMinute == ["gpt-4o": 7])
        #expect(try row("metadata = '{\"model_rpm").facts.modelTokensPerMinute == ["m": 8])
    }
}
