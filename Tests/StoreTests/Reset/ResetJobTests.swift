import TestSupport
import Testing

@testable import Store

@Suite("Budgets that start again")
struct ResetJobTests {
    @Test func `a key whose period is over starts at zero, and ends with the month`() async throws {
        try await ResetDesk.with { bench in
            try await bench.key("due")
            try await bench.key("later", resetAt: "2026-12-01 09:30:00.001")
            let report = try await bench.run()
            #expect(report.rows[.verificationToken] == 1)
            #expect(try await bench.state(ofKey: "due") == "0 2027-01-01 00:00:00")
            #expect(try await bench.state(ofKey: "later") == "5 2026-12-01 09:30:00.001")
        }
    }

    @Test func `NULL never zeroes anything`() async throws {
        try await ResetDesk.with { bench in
            try await bench.key("no end", resetAt: nil)
            try await bench.key("no duration", duration: nil)
            try await bench.key("unreadable", duration: "fortnight")
            let report = try await bench.run()
            #expect(report.unreadable == 1)
            #expect(try await bench.state(ofKey: "no end") == "5 never")
            #expect(try await bench.state(ofKey: "no duration") == "5 2026-12-01 00:00:00")
            #expect(try await bench.state(ofKey: "unreadable") == "5 2026-12-01 00:00:00")
        }
    }

    @Test func `expired keys are left as they are`() async throws {
        try await ResetDesk.with { bench in
            try await bench.key("expired", expires: "2026-11-30")
            try await bench.run()
            #expect(try await bench.state(ofKey: "expired") == "5 2026-12-01 00:00:00")
        }
    }

    @Test func `users and teams start again too`() async throws {
        try await ResetDesk.with { bench in
            for (table, key) in [("UserTable", "user_id"), ("TeamTable", "team_id")] {
                try await bench.database.execute(
                    """
                    INSERT INTO "LiteLLM_\(table)" (\(key), spend, budget_duration, budget_reset_at)
                    VALUES ('x', 3, '1d', '2026-12-01')
                    """
                )
            }
            try await bench.run()
            for table in ["UserTable", "TeamTable"] {
                let state = try await bench.database.value(
                    "SELECT spend || ' ' || budget_reset_at FROM \"LiteLLM_\(table)\""
                )
                #expect(state == "0 2026-12-02 00:00:00")
            }
        }
    }

    @Test func `a tier takes along what hangs on it, but keys with a period of their own`()
        async throws
    {
        try await ResetDesk.with { bench in
            try await bench.tier("b")
            try await bench.key("hangs", duration: nil, resetAt: nil, budget: "b")
            try await bench.key("own", resetAt: "2027-01-01", budget: "b")
            try await bench.database.execute(
                script: """
                    INSERT INTO "LiteLLM_EndUserTable" (user_id, spend, budget_id)
                        VALUES ('e', 4, 'b'), ('f', 4, NULL);
                    INSERT INTO "LiteLLM_TeamMembership"
                        (user_id, team_id, spend, total_spend, budget_id)
                        VALUES ('u', 't', 6, 2, 'b');
                    """
            )
            let report = try await bench.run()
            #expect(report.rows[.budgetTable] == 1)
            #expect(try await bench.state(ofKey: "hangs") == "0 never")
            #expect(try await bench.state(ofKey: "own") == "5 2027-01-01 00:00:00")
            let endUsers = "SELECT string_agg(spend::text, ' ' ORDER BY user_id) "
            #expect(
                try await bench.database.value(endUsers + "FROM \"LiteLLM_EndUserTable\"") == "0 4"
            )
            let member = try await bench.database.value(
                "SELECT spend || ' ' || total_spend FROM \"LiteLLM_TeamMembership\""
            )
            #expect(member == "0 6")
            let tier = try await bench.database.value(
                "SELECT budget_reset_at::text FROM \"LiteLLM_BudgetTable\""
            )
            #expect(tier == "2026-12-07 00:00:00")
        }
    }

    @Test func `more rows than a page are all started again`() async throws {
        try await ResetDesk.with { bench in
            try await bench.database.execute(
                """
                INSERT INTO "LiteLLM_VerificationToken"
                    (token, spend, budget_duration, budget_reset_at)
                SELECT 'key ' || n, 1, '30d', '2026-12-01'
                FROM generate_series(1, \(ResetJob.pageSize + 1)) n
                """
            )
            let report = try await bench.run()
            #expect(report.rows[.verificationToken] == ResetJob.pageSize + 1)
        }
    }

    @Test func `two jobs and racing increments lose nothing and take nothing off twice`()
        async throws
    {
        try await ResetDesk.with { bench in
            try await bench.key("busy", spend: 0, duration: "1s", resetAt: "2026-12-01 00:00:00")
            try await withThrowingTaskGroup { group in
                group.addTask {
                    for _ in 0..<300 {
                        try await bench.database.execute(
                            """
                            UPDATE "LiteLLM_VerificationToken"
                            SET spend = spend + 1, total_spend = total_spend + 1
                            """
                        )
                    }
                }
                for offset in [0, 500] {
                    group.addTask {
                        for second in 1...30 {
                            let now = Int64(second * 1_000 + offset)
                            try await bench.run(
                                at: Timestamp(milliseconds: ResetDesk.now.milliseconds + now)
                            )
                        }
                    }
                }
                try await group.waitForAll()
            }
            let spend = try await bench.database.execute(
                "SELECT spend, total_spend FROM \"LiteLLM_VerificationToken\""
            ).only()
            let (left, total) = (try spend.double(0), try spend.double(1))
            #expect(total == 300)
            #expect(left >= 0 && left <= 300)
        }
    }

    @Test func `a job gives way to another one`() async throws {
        try await ResetDesk.with { bench in
            try await bench.key("due")
            let name = "\(bench.catalog.schema).\(bench.catalog.prefix.rawValue)"
            let report = try await bench.database.run { (connection) throws(PostgresError) in
                try connection.transaction { (connection) throws(PostgresError) in
                    try connection.execute(
                        "SELECT pg_advisory_xact_lock(hashtext('sidecar.reset'), hashtext($1))",
                        [.text(name)]
                    )
                    let other = try PostgresConnection(bench.database.settings)
                    return try ResetJob(bench.catalog, calendar: .utc, now: ResetDesk.now)
                        .run(on: other)
                }
            }
            #expect(report.isTakenByAnother)
            #expect(try await bench.state(ofKey: "due") == "5 2026-12-01 00:00:00")
        }
    }
}
