import Store
import Testing

@Suite("The statements of schema create")
struct SchemaPlanTests {
    private func statements(_ prefix: String) throws -> [String] {
        var plan = SchemaPlan(schema: .public, prefix: try TablePrefix(prefix))
        return plan.statements()
    }

    /// The names of indexes and constraints that the statements make.
    private func names(_ statements: [String]) -> [String] {
        statements.compactMap { statement in
            let rest =
                statement.components(after: "CONSTRAINT \"")
                ?? statement.components(after: "INDEX \"")
            return rest.map { String($0.prefix { $0 != "\"" }) }
        }
    }

    @Test(arguments: ["", "LiteLLM_", "MishikaLLM_", String(repeating: "p", count: 36)])
    func `every index and constraint has a name of its own within 63 bytes`(
        prefix: String
    ) throws {
        let statements = try statements(prefix)
        let names = names(statements)
        #expect(names.count == statements.count { !$0.hasPrefix("COMMENT") })
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.utf8.count <= 63 })
    }

    @Test func `under the usual prefix a cut name is the one that the migrations give`() throws {
        let names = try names(statements("LiteLLM_"))
        #expect(names.contains("LiteLLM_DailyUserSpend_user_id_date_api_key_model_custom_ll_key"))
        #expect(names.contains("LiteLLM_TeamTable_organization_id_fkey"))
        #expect(names.contains("LiteLLM_UserTable_user_email_lower_idx"))
    }

    @Test func `a name is cut between characters`() throws {
        let names = try names(statements(String(repeating: "ü", count: 18)))
        #expect(names.allSatisfy { $0.utf8.count <= 63 && !$0.contains("\u{fffd}") })
    }

    @Test func `a column says type, NOT NULL and default`() throws {
        let create = try #require(try statements("X_").first { $0.contains("\"X_TeamTable\"") })
        #expect(create.contains("\"spend\" double precision NOT NULL DEFAULT 0.0"))
        #expect(create.contains("\"models\" text[],"))
        #expect(create.contains("PRIMARY KEY (\"team_id\")"))
    }

    @Test func `references come after all tables`() throws {
        let kinds = try statements("X_").map { String($0.prefix(6)) }
        let lastTable = try #require(kinds.lastIndex(of: "CREATE"))
        let firstKey = try #require(kinds.firstIndex(of: "ALTER "))
        #expect(lastTable < firstKey)
    }
}

extension String {
    fileprivate func components(after marker: String) -> Substring? {
        firstRange(of: marker).map { self[$0.upperBound...] }
    }
}
