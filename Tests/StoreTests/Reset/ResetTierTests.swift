import TestSupport
import Testing

@testable import Store

@Suite("Budget rows that start again, and what hangs on them")
struct ResetTierTests {
    @Test func `a tier takes along what hangs on it, but keys with a period of their own`()
        async throws
    {
        try await ResetDesk.with { bench in
            try await fill(bench)
            let report = try await bench.run()
            #expect(report.rows[.budgetTable] == 1)
            #expect(try await bench.state(ofKey: "hangs") == "0 never")
            #expect(try await bench.state(ofKey: "own") == "5 2025-01-01 00:00:00")
            #expect(try await bench.spends("EndUserTable", by: "user_id") == "0 4")
            let member = try await bench.database.value(
                "SELECT spend || ' ' || total_spend FROM \"LiteLLM_TeamMembership\""
            )
            #expect(member == "0 6")
            #expect(try await bench.spends("OrganizationTable", by: "organization_id") == "0")
            #expect(try await bench.spends("OrganizationMembership", by: "user_id") == "0")
            #expect(try await bench.end(ofTier: "b") == "2024-12-02 00:00:00")
        }
    }

    @Test func `what was spent since the end of a tier stays`() async throws {
        try await ResetDesk.with { bench in
            try await fill(bench)
            try await bench.store([
                .endUser("e"): 3, .organization("o"): 9,
                .teamMember(MembershipID(userID: "u", groupID: "t")): 2,
            ])
            let report = try await bench.run()
            #expect(report.failures.isEmpty)
            #expect(try await bench.spends("EndUserTable", by: "user_id") == "1 4")
            let member = try await bench.database.value(
                "SELECT spend || ' ' || total_spend FROM \"LiteLLM_TeamMembership\""
            )
            #expect(member == "4 6")
            #expect(try await bench.spends("OrganizationTable", by: "organization_id") == "0")
            #expect(try await bench.spends("OrganizationMembership", by: "user_id") == "0")
            #expect(try await bench.end(ofTier: "b") == "2024-12-02 00:00:00")
        }
    }

    private func fill(_ bench: ResetDesk) async throws {
        try await bench.tier("b")
        try await bench.key("hangs", duration: nil, resetAt: nil, budget: "b")
        try await bench.key("own", resetAt: "2025-01-01", budget: "b")
        try await bench.database.execute(
            script: """
                INSERT INTO "LiteLLM_EndUserTable" (user_id, spend, budget_id)
                    VALUES ('e', 4, 'b'), ('f', 4, NULL);
                INSERT INTO "LiteLLM_TeamMembership"
                    (user_id, team_id, spend, total_spend, budget_id)
                    VALUES ('u', 't', 6, 2, 'b');
                INSERT INTO "LiteLLM_UserTable" (user_id) VALUES ('u');
                INSERT INTO "LiteLLM_OrganizationTable" (organization_id, organization_alias,
                    budget_id, spend, created_by, updated_by)
                    VALUES ('o', 'o', 'b', 7, 'a', 'a');
                INSERT INTO "LiteLLM_OrganizationMembership"
                    (user_id, organization_id, spend, budget_id) VALUES ('u', 'o', 8, 'b');
                """
        )
    }

    @Test func `end users without a budget of their own start again with the tier of the setting`()
        async throws
    {
        try await ResetDesk.with { bench in
            try await fill(bench)
            try await bench.run(endUserBudget: "another")
            #expect(try await bench.spends("EndUserTable", by: "user_id") == "0 4")
            try await bench.tier("default")
            try await bench.run(endUserBudget: "default")
            #expect(try await bench.spends("EndUserTable", by: "user_id") == "0 0")
        }
    }

    @Test func `tags, access groups and projects of the proxy start again, too`() async throws {
        try await ResetDesk.withGenuine { bench in
            try await bench.tier("b")
            try await bench.database.execute(
                script: """
                    INSERT INTO "LiteLLM_TagTable" (tag_name, spend, budget_id, updated_at)
                        VALUES ('x', 1, 'b', now()), ('y', 1, NULL, now());
                    INSERT INTO "LiteLLM_ModelAccessGroupBudgetTable"
                        (access_group_name, spend, budget_id, updated_at)
                        VALUES ('x', 2, 'b', now());
                    INSERT INTO "LiteLLM_ProjectTable"
                        (project_id, spend, budget_id, created_by, updated_by, updated_at)
                        VALUES ('x', 3, 'b', 'a', 'a', now());
                    """
            )
            let report = try await bench.run()
            #expect(report.failures.isEmpty)
            #expect(try await bench.spends("TagTable", by: "tag_name") == "0 1")
            #expect(try await bench.spends("ProjectTable", by: "project_id") == "0")
            let groups = try await bench.spends(
                "ModelAccessGroupBudgetTable",
                by: "access_group_name"
            )
            #expect(groups == "0")
        }
    }

    @Test func `tiers that nobody can read keep no other from starting again`() async throws {
        try await ResetDesk.with { bench in
            try await bench.database.execute(
                """
                INSERT INTO "LiteLLM_BudgetTable" (budget_id, budget_duration, budget_reset_at,
                    created_by, updated_by)
                SELECT 'a' || n, 'fortnight', '2024-12-01', 'a', 'a'
                FROM generate_series(1, \(ResetPage.size)) n
                """
            )
            try await bench.tier("b")
            try await bench.key("hangs", duration: nil, resetAt: nil, budget: "b")
            let report = try await bench.run()
            #expect(report.unreadable == ResetPage.size)
            #expect(report.rows[.budgetTable] == 1)
            #expect(try await bench.state(ofKey: "hangs") == "0 never")
        }
    }

    @Test func `a tier that was interrupted goes on behind the rows that are done`() async throws {
        try await ResetDesk.with { bench in
            try await bench.tier("b")
            let count = ResetPage.size * 2 + 10
            try await bench.database.execute(
                """
                INSERT INTO "LiteLLM_TeamMembership" (user_id, team_id, spend, budget_id)
                SELECT 'u' || n % 100, 't' || n, 5, 'b' FROM generate_series(1, \(count)) n
                """
            )
            let paged = try await firstPage(bench)
            #expect(paged == ResetPage.size, "one page is a transaction of its own")
            #expect(try await bench.end(ofTier: "b") == "2024-12-01 00:00:00")
            // All of them spend in the new period; who goes on is another daemon, or the same one
            // after it was killed.
            try await bench.database.execute(
                "UPDATE \"LiteLLM_TeamMembership\" SET spend = spend + 1"
            )
            try await bench.run()
            let spends = try await bench.database.execute(
                """
                SELECT spend, count(*) FROM "LiteLLM_TeamMembership" GROUP BY spend ORDER BY spend
                """
            ).map { row in "\(try row.double(0)) \(try row.int(1))" }
            #expect(spends == ["0.0 \(count - ResetPage.size)", "1.0 \(ResetPage.size)"])
            #expect(try await bench.end(ofTier: "b") == "2024-12-02 00:00:00")
            #expect(
                try await bench.database.value("SELECT count(*) FROM sidecar.tier_reset") == "0"
            )
        }
    }

    /// Runs a round until its first page of dependents is done.
    private func firstPage(_ bench: ResetDesk) async throws -> Int {
        let round = bench.round()
        return try await bench.database.connected { (connection) throws(PostgresError) in
            var round = round
            while round.report.rows[.teamMembership] == nil { try round.step(on: connection) }
            return round.report.rows[.teamMembership] ?? 0
        }
    }

    @Test func `a tier whose end was moved meanwhile is left alone`() async throws {
        try await ResetDesk.with { bench in
            try await fill(bench)
            let round = bench.round()
            let found = try await bench.database.connected { (connection) throws(PostgresError) in
                var round = round
                // Up to the look for tiers, which has seen this one.
                for _ in 0..<6 { try round.step(on: connection) }
                return round
            }
            try await bench.database.execute(
                "UPDATE \"LiteLLM_BudgetTable\" SET budget_reset_at = '2024-12-03'"
            )
            try await bench.finish(found)
            #expect(try await bench.spends("OrganizationTable", by: "organization_id") == "7")
            #expect(try await bench.end(ofTier: "b") == "2024-12-03 00:00:00")
        }
    }

    @Test func `without our own tables tiers are left alone`() async throws {
        try await ResetDesk.with { bench in
            try await fill(bench)
            try await bench.database.execute("DROP TABLE sidecar.tier_reset")
            let report = try await bench.run()
            #expect(report.lacksSchema)
            #expect(try await bench.state(ofKey: "hangs") == "5 never")
        }
    }
}
