import Store
import TestSupport
import Testing

@Suite("What triggers say")
struct TriggerNoticeTests {
    private let key = "\"LiteLLM_VerificationToken\""
    private let team = "\"LiteLLM_TeamTable\""
    private let endUser = "\"LiteLLM_EndUserTable\""
    private let member = "\"LiteLLM_TeamMembership\""

    @Test func `an inserted, a changed and a deleted row are named`() async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(key) (token) VALUES ('k1')
                UPDATE \(key) SET blocked = true
                UPDATE \(key) SET blocked = true
                DELETE FROM \(key)
                """
            )
            let row = NoticePayload.row(.verificationToken, key: ["k1"])
            #expect(raised == [row, row, row])
        }
    }

    @Test(arguments: [
        "spend = spend + 1", "total_spend = 7", "model_spend = '{\"m\": 1}'",
        "last_active = now()", "updated_at = now()", "updated_by = 'me'",
        "spend = 2, updated_at = now(), last_active = now()",
    ])
    func `spend and bookkeeping alone are no news`(change: String) async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(key) (token) VALUES ('k1')
                UPDATE \(key) SET \(change)
                """
            )
            #expect(raised.count == 1)
        }
    }

    @Test func `one column that counts among bookkeeping is news`() async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(team) (team_id) VALUES ('t1')
                UPDATE \(team) SET spend = 3, updated_at = now(), tpm_limit = 5
                """
            )
            #expect(raised.count == 2)
        }
    }

    @Test func `lowered spend is news, and so is spend that became NULL`() async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(member) (user_id, team_id, spend, total_spend) VALUES ('u', 't', 5, 9)
                UPDATE \(member) SET spend = 4
                UPDATE \(member) SET spend = 8, total_spend = 8
                UPDATE \(member) SET spend = 8, total_spend = 8
                ALTER TABLE \(member) ALTER spend DROP NOT NULL
                UPDATE \(member) SET spend = NULL
                """
            )
            let row = NoticePayload.row(.teamMembership, key: ["u", "t"])
            #expect(raised == [row, row, row])
        }
    }

    @Test func `a changed key is told with the old and the new one`() async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(key) (token) VALUES ('old')
                UPDATE \(key) SET token = 'new'
                INSERT INTO \(member) (user_id, team_id, budget_id) VALUES ('u', 't', NULL)
                UPDATE \(member) SET team_id = 't2'
                """
            )
            #expect(
                raised == [
                    .row(.verificationToken, key: ["old"]),
                    .moved(.verificationToken, from: ["old"], to: ["new"]),
                    .moved(.teamMembership, from: ["u", "t"], to: ["u", "t2"]),
                ]
            )
        }
    }

    @Test func `a deprecated key is named by its old hash`() async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO "LiteLLM_DeprecatedVerificationToken" (id, token, active_token_id, \
                revoke_at) VALUES ('7', 'old', 'new', now())
                """
            )
            #expect(raised == [.row(.deprecatedVerificationToken, key: ["old"])])
        }
    }

    @Test func `TRUNCATE means the whole table, also where it cascades`() async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO "LiteLLM_BudgetTable" (budget_id, created_by, updated_by) \
                VALUES ('b', 'x', 'x')
                TRUNCATE \(team)
                TRUNCATE "LiteLLM_BudgetTable" CASCADE
                """
            )
            #expect(raised.first == .row(.budgetTable, key: ["b"]))
            #expect(raised.dropFirst().first == .table(.teamTable))
            let tables = Set(raised.dropFirst(2).compactMap { $0 })
            let expected: Set<NoticePayload> = [
                .table(.budgetTable), .table(.verificationToken), .table(.endUserTable),
                .table(.teamMembership), .table(.organizationMembership),
                .table(.organizationTable), .table(.teamTable), .table(.userTable),
            ]
            #expect(tables == expected)
        }
    }

    @Test func `a rolled back change says nothing, equal ones in a transaction are one`()
        async throws
    {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(team) (team_id) VALUES ('t1'), ('t2')
                BEGIN; UPDATE \(team) SET blocked = true; ROLLBACK
                BEGIN; UPDATE \(team) SET rpm_limit = 1; UPDATE \(team) SET rpm_limit = 2; COMMIT
                """
            )
            let rows: [NoticePayload] = [
                .row(.teamTable, key: ["t1"]), .row(.teamTable, key: ["t2"]),
            ]
            #expect(raised == rows + rows)
        }
    }

    @Test func `keys of odd characters come back as they are`() async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(endUser) (user_id, blocked) VALUES (E'a;b\\\\c\\né漢', true)
                SET standard_conforming_strings = off; DELETE FROM \(endUser)
                INSERT INTO \(endUser) (user_id, blocked) VALUES ('', true)
                """
            )
            let row = NoticePayload.row(.endUserTable, key: ["a;b\\c\né漢"])
            #expect(raised == [row, row, .row(.endUserTable, key: [""])])
        }
    }

    @Test(arguments: TableName.cached.filter { TableName.created.contains($0) })
    func `each watched table notices a delete of all its rows`(table: TableName) async throws {
        try await WatchedDatabase.with { watched in
            let check = try await watched.check()
            #expect(check.tables[table] == .right)
            let raised = try await watched.notices(
                "TRUNCATE \(watched.catalog.quoted(table)) CASCADE"
            )
            #expect(raised.contains(.table(table)))
        }
    }

    @Test func `an end user or membership with nothing but key and spend comes silently`()
        async throws
    {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(endUser) (user_id, spend) VALUES ('silent', 1.5)
                INSERT INTO \(endUser) (user_id, spend, blocked) VALUES ('silent2', 0, false)
                INSERT INTO \(member) (user_id, team_id, total_spend) VALUES ('u', 't', 2)
                INSERT INTO "LiteLLM_UserTable" (user_id) VALUES ('u')
                INSERT INTO "LiteLLM_BudgetTable" (budget_id, created_by, updated_by) \
                VALUES ('b', 'x', 'x')
                INSERT INTO "LiteLLM_OrganizationTable" (organization_id, organization_alias, \
                budget_id, created_by, updated_by) VALUES ('o', 'o', 'b', 'x', 'x')
                INSERT INTO "LiteLLM_OrganizationMembership" (user_id, organization_id) \
                VALUES ('u', 'o')
                """
            )
            #expect(
                raised == [
                    .row(.userTable, key: ["u"]), .row(.budgetTable, key: ["b"]),
                    .row(.organizationTable, key: ["o"]),
                ]
            )
        }
    }

    @Test(arguments: [
        "blocked) VALUES ('x', true", "alias) VALUES ('x', 'a'",
        "models) VALUES ('x', ARRAY['m']", "default_model) VALUES ('x', 'm'",
    ])
    func `an end user that carries anything else is announced`(values: String) async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(endUser) (user_id, \(values))
                DELETE FROM \(endUser)
                """
            )
            let row = NoticePayload.row(.endUserTable, key: ["x"])
            #expect(raised == [row, row])
        }
    }

    @Test func `a silent insert that becomes an update is judged as one`() async throws {
        try await WatchedDatabase.with { watched in
            let upsert = "ON CONFLICT (user_id) DO UPDATE SET"
            let raised = try await watched.notices(
                """
                INSERT INTO \(endUser) (user_id) VALUES ('x')
                INSERT INTO \(endUser) (user_id) VALUES ('x') \(upsert) spend = 1
                INSERT INTO \(endUser) (user_id) VALUES ('x') \(upsert) blocked = true
                """
            )
            #expect(raised == [.row(.endUserTable, key: ["x"])])
        }
    }
}
