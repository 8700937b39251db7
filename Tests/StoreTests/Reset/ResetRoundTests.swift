import TestSupport
import Testing

@testable import Store

@Suite("Budgets that start again")
struct ResetRoundTests {
    @Test func `a key whose period is over starts at zero, and ends with the month`() async throws {
        try await ResetDesk.with { bench in
            try await bench.key("due")
            try await bench.key("later", resetAt: "2024-12-01 09:30:00.001")
            let report = try await bench.run()
            #expect(report.rows[.verificationToken] == 1)
            #expect(try await bench.state(ofKey: "due") == "0 2025-01-01 00:00:00")
            #expect(try await bench.state(ofKey: "later") == "5 2024-12-01 09:30:00.001")
        }
    }

    @Test func `what was spent since the end of a period stays`() async throws {
        try await ResetDesk.with { bench in
            let keys = (0..<4).map { TokenHash(ofKey: "sk-\($0)") }
            for key in keys { try await bench.key(key.hex, spend: 1.85) }
            try await bench.store([.key(keys[0]): 0.9, .key(keys[1]): 2, .key(keys[3]): 0.9])
            // Of the last one somebody has taken off all since, and of the third nobody stored it.
            let end = Timestamp(postgres: "2024-12-01 00:00:00")
            let remembered: [SpendEntity: EndedSpend.Known] = [
                .key(keys[0]): .init(amount: .zero, isFirm: false),
                .key(keys[2]): .init(amount: Sample.money(850_000_000_000), isFirm: false),
                .key(keys[3]): .init(amount: .zero, isFirm: true),
            ]
            let ended = EndedSpend { entity, time in time == end ? remembered[entity] : nil }
            try await bench.finish(bench.round(ended: ended))
            for (key, left) in zip(keys, [0.95, 0, 1, 1.85]) {
                let state = try #require(try await bench.state(ofKey: key.hex))
                let parts = state.split(separator: " ", maxSplits: 1)
                #expect(abs((Double(parts[0]) ?? -1) - left) < 1e-12)
                #expect(parts[1] == "2025-01-01 00:00:00")
            }
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
            #expect(try await bench.state(ofKey: "no duration") == "5 2024-12-01 00:00:00")
            #expect(try await bench.state(ofKey: "unreadable") == "5 2024-12-01 00:00:00")
        }
    }

    @Test func `expired keys are left as they are`() async throws {
        try await ResetDesk.with { bench in
            try await bench.key("expired", expires: "2024-11-30")
            try await bench.run()
            #expect(try await bench.state(ofKey: "expired") == "5 2024-12-01 00:00:00")
        }
    }

    @Test func `users and teams start again too`() async throws {
        try await ResetDesk.with { bench in
            for (table, key) in [("UserTable", "user_id"), ("TeamTable", "team_id")] {
                try await bench.database.execute(
                    """
                    INSERT INTO "LiteLLM_\(table)" (\(key), spend, budget_duration, budget_reset_at)
                    VALUES ('x', 3, '1d', '2024-12-01')
                    """
                )
            }
            try await bench.run()
            for table in ["UserTable", "TeamTable"] {
                let state = try await bench.database.value(
                    "SELECT spend || ' ' || budget_reset_at FROM \"LiteLLM_\(table)\""
                )
                #expect(state == "0 2024-12-02 00:00:00")
            }
        }
    }

    @Test func `more rows than a page are all started again`() async throws {
        try await ResetDesk.with { bench in
            try await bench.database.execute(
                """
                INSERT INTO "LiteLLM_VerificationToken"
                    (token, spend, budget_duration, budget_reset_at)
                SELECT 'key ' || n, 1, '30d', '2024-12-01'
                FROM generate_series(1, \(ResetPage.size + 1)) n
                """
            )
            let report = try await bench.run()
            #expect(report.rows[.verificationToken] == ResetPage.size + 1)
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
                    var round = bench.round()
                    while !round.isDone { try round.step(on: other) }
                    return round.report
                }
            }
            #expect(report.isTakenByAnother)
            #expect(try await bench.state(ofKey: "due") == "5 2024-12-01 00:00:00")
        }
    }

    @Test func `a clock that jumps ahead ends nobody's period`() async throws {
        try await ResetDesk.with { bench in
            try await bench.key("later", resetAt: "2070-01-01")
            try await bench.tier("b")
            try await bench.database.execute(
                "UPDATE \"LiteLLM_BudgetTable\" SET budget_reset_at = '2070-01-01'"
            )
            // The year 2096.
            let report = try await bench.run(at: Timestamp(milliseconds: 4_000_000_000_000))
            #expect(report.rows.values.allSatisfy { $0 == 0 })
            #expect(try await bench.state(ofKey: "later") == "5 2070-01-01 00:00:00")
            #expect(try await bench.end(ofTier: "b") == "2070-01-01 00:00:00")
        }
    }

    @Test func `a clock that goes back and forth starts a period again once`() async throws {
        try await ResetDesk.with { bench in
            try await bench.key("due")
            let late = Timestamp(milliseconds: ResetDesk.now.milliseconds - 2 * 86_400_000)
            try await bench.run(at: late)
            #expect(try await bench.state(ofKey: "due") == "5 2024-12-01 00:00:00")
            try await bench.run()
            #expect(try await bench.state(ofKey: "due") == "0 2025-01-01 00:00:00")
            try await bench.database.execute(
                "UPDATE \"LiteLLM_VerificationToken\" SET spend = 3"
            )
            for now in [late, ResetDesk.now, late] { try await bench.run(at: now) }
            #expect(try await bench.state(ofKey: "due") == "3 2025-01-01 00:00:00")
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `a spend that is no finite number starts again at zero`(spend: Double) async throws {
        try await ResetDesk.with { bench in
            try await bench.key("odd", spend: spend)
            try await bench.run()
            #expect(try await bench.state(ofKey: "odd") == "0 2025-01-01 00:00:00")
        }
    }

    @Test func `what one table refuses keeps no other from starting again`() async throws {
        try await ResetDesk.with { bench in
            try await bench.key("due")
            try await bench.tier("a")
            try await bench.tier("b")
            try await bench.key("hangs", duration: nil, resetAt: nil, budget: "b")
            try await bench.database.execute(
                script: """
                    INSERT INTO "LiteLLM_UserTable"
                        (user_id, spend, budget_duration, budget_reset_at)
                    VALUES ('u', 3, '1d', '2024-12-01');
                    ALTER TABLE "LiteLLM_UserTable" ADD CHECK (spend > 0);
                    ALTER TABLE "LiteLLM_BudgetTable"
                        ADD CHECK (budget_id <> 'a' OR budget_reset_at = '2024-12-01');
                    """
            )
            let report = try await bench.run()
            #expect(report.failures.count == 2)
            #expect(try await bench.spends("UserTable", by: "user_id") == "3")
            #expect(try await bench.state(ofKey: "due") == "0 2025-01-01 00:00:00")
            #expect(try await bench.state(ofKey: "hangs") == "0 never")
            #expect(try await bench.end(ofTier: "b") == "2024-12-02 00:00:00")
        }
    }
}
