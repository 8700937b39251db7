import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    /// A budget row that ends, and a key, a member and an organization that hang on it.
    @Suite("Budget rows that start again")
    struct TierResetTests {
        private static let idle = ["SIDECAR_RESET_JOB": "false"]

        /// Three keys that have used up the tier's budget, which ends so far from now.
        private func withTier(
            endsIn interval: String,
            _ body: ([DemoKey], TestDatabase) async throws -> Void
        ) async throws {
            try await TestDatabase.withTables { database in
                let (held, member, organized) = (DemoKey(), DemoKey(), DemoKey())
                for key in [held, member, organized] { try await key.insert(into: database) }
                try await database.execute(
                    script: """
                        INSERT INTO \(held.table("BudgetTable")) (budget_id, max_budget,
                            budget_duration, budget_reset_at, created_by, updated_by)
                            VALUES ('b', 5, '1d',
                                now() AT TIME ZONE 'UTC' + interval '\(interval)', 'a', 'a');
                        INSERT INTO \(held.table("OrganizationTable")) (organization_id,
                            organization_alias, budget_id, spend, created_by, updated_by)
                            VALUES ('o', 'o', 'b', 6, 'a', 'a');
                        INSERT INTO \(held.table("TeamMembership")) (user_id, team_id, spend,
                            budget_id) VALUES ('u', 't', 6, 'b');
                        """
                )
                try await held.update("spend = 6, budget_id = 'b'", in: database)
                try await member.update("user_id = 'u', team_id = 't'", in: database)
                try await organized.update("organization_id = 'o'", in: database)
                try await body([held, member, organized], database)
            }
        }

        /// The spends of the key, the member and the organization, as `6 6 6`.
        private func spends(_ key: DemoKey, _ database: TestDatabase) async throws -> String? {
            try await database.value(
                """
                SELECT concat_ws(' ',
                    (SELECT spend FROM \(key.table("VerificationToken")) WHERE token = $1),
                    (SELECT spend FROM \(key.table("TeamMembership"))),
                    (SELECT spend FROM \(key.table("OrganizationTable"))))
                """,
                [.text(key.token)]
            )
        }

        @Test func `a tier that is due lets in within a second whoever hangs on it`() async throws {
            try await withTier(endsIn: "1 hour") { keys, database in
                try await Daemon.with(on: database, Self.idle) { daemon in
                    for key in keys { try await daemon.expect("budget_exceeded", on: key.clear) }
                    try await database.execute(
                        """
                        UPDATE \(keys[0].table("BudgetTable"))
                        SET budget_reset_at = now() AT TIME ZONE 'UTC' + interval '3 seconds'
                        """
                    )
                    try await daemon.until("the tier to be due") {
                        try await database.value(
                            """
                            SELECT budget_reset_at <= now() AT TIME ZONE 'UTC'
                            FROM \(keys[0].table("BudgetTable"))
                            """
                        ) == "t"
                    }
                    for key in keys { try await daemon.expect("authorized", on: key.clear) }
                }
            }
        }

        @Test func `a restart hands out a tier's budget to nobody once more`() async throws {
            try await withTier(endsIn: "-1 minute") { keys, database in
                let home = try DaemonHome()
                try await Daemon.with(on: database, Self.idle, home: home) { daemon in
                    for key in keys {
                        try await daemon.expect("authorized", on: key.clear)
                        _ = try await daemon.call(
                            "spend.record",
                            [("token", .string(key.token)), ("spend", 5)]
                        )
                        try await daemon.expect("budget_exceeded", on: key.clear)
                    }
                    try await daemon.until("all to be stored and booked") {
                        let stored = try await database.value(
                            "SELECT count(*) FROM sidecar.due_reset"
                        )
                        return try await spends(keys[0], database) == "11 11 11" && stored == "3"
                    }
                }
                try await Daemon.with(on: database, Self.idle, home: home) { daemon in
                    for key in keys { try await daemon.expect("budget_exceeded", on: key.clear) }
                }
            }
        }

        @Test func `the job starts a tier again with all that hangs on it, and nobody is refused`()
            async throws
        {
            try await withTier(endsIn: "-1 minute") { keys, database in
                let home = try DaemonHome()
                let file = try home.write(
                    "litellm_settings: {timezone: America/Lima, budget_reset_time: \"18:45\"}",
                    to: "proxy_config.yaml"
                )
                try await Daemon.with(on: database, flags: ["--config", file], home: home) {
                    daemon in
                    try await daemon.until("the reset to be written") {
                        for key in keys { try await daemon.expect("authorized", on: key.clear) }
                        return try await spends(keys[0], database) == "0 0 0"
                    }
                    let isRight = try await database.value(
                        """
                        SELECT budget_reset_at = (
                            date_trunc('day', now() AT TIME ZONE 'America/Lima'
                                - interval '18 hours 45 minutes')
                            + interval '1 day 18 hours 45 minutes'
                        ) AT TIME ZONE 'America/Lima' AT TIME ZONE 'UTC'
                        FROM \(keys[0].table("BudgetTable"))
                        """
                    )
                    #expect(isRight == "t")
                    for key in keys { try await daemon.expect("authorized", on: key.clear) }
                    // The new period has a budget of its own, which ends as the old one did.
                    _ = try await daemon.call(
                        "spend.record",
                        [("token", .string(keys[0].token)), ("spend", 5)]
                    )
                    try await daemon.expect("budget_exceeded", on: keys[0].clear)
                }
            }
        }
    }
}
