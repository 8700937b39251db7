import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    /// What was used of limits counts on in the next daemon.
    @Suite("Limits over a restart")
    struct LimitRestartTests {
        /// Runs a daemon after another, in the same state directory, and something in between.
        private func runs(
            _ columns: String,
            _ settings: [String: String] = [:],
            _ settingsThen: [String: String] = [:],
            first: (DemoKey, Daemon) async throws -> Void,
            between: (DaemonHome, TestDatabase) async throws -> Void = { _, _ in },
            then second: (DemoKey, Daemon) async throws -> Void
        ) async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await key.update(columns, in: database)
                let home = try DaemonHome()
                let daemon = try Daemon(in: home, on: database.connection, settings)
                try await daemon.untilReady()
                try await first(key, daemon)
                if daemon.program.exitStatus == nil {
                    #expect(try await daemon.stop().status == 0)
                }
                try await between(home, database)
                let settings = settings.merging(settingsThen) { $1 }
                try await Daemon.with(on: database, settings, home: home) { daemon in
                    try await second(key, daemon)
                }
            }
        }

        @Test(arguments: ["sliding", "fixed"])
        func `what was left of this minute is left after a stop`(_ window: String) async throws {
            // `full` holds where something may be missing, as it would after a kill.
            let settings = ["SIDECAR_RATE_WINDOW": window]
            let full = ["SIDECAR_RATES_AT_START": "full"]
            try await runs("rpm_limit = 3", settings, full) { key, daemon in
                try await daemon.expect("authorized", on: key.clear)
                try await daemon.expect("authorized", on: key.clear)
            } then: { key, daemon in
                try await daemon.expect("authorized", on: key.clear)
                try await daemon.expect("rate_limited", on: key.clear)
            }
        }

        @Test func `requests of this minute count on after a kill`() async throws {
            try await runs("rpm_limit = 1") { key, daemon in
                try await daemon.expect("authorized", on: key.clear)
                try await daemon.until("counts that are written down") {
                    FileTree.exists("\(daemon.home.stateDirectory)/limits")
                }
                try await daemon.crash()
            } then: { key, daemon in
                try await daemon.expect("rate_limited", on: key.clear)
            }
        }

        @Test func `a grant holds its money and its slot over a stop, and is settled after it`()
            async throws
        {
            let grant = Locked<JSON>(.null)
            let columns = "max_budget = 10, max_parallel_requests = 1"
            try await runs(columns) { key, daemon in
                let members: [(String, JSON)] = [
                    ("key", .string(key.clear)), ("estimated_cost", 6),
                ]
                let answer = try await daemon.call("key.authorize", members)
                grant.withLock { $0 = answer["grant"] ?? .null }
            } then: { key, daemon in
                try await daemon.expect("rate_limited", on: key.clear)
                let cost: [(String, JSON)] = [("estimated_cost", 5)]
                try await daemon.expect("budget_exceeded", on: key.clear, cost)
                let id = grant.withLock(\.self)
                _ = try await daemon.call(
                    "spend.record",
                    [("grant", id), ("spend", 1), ("model", "m")]
                )
                try await daemon.expect("authorized", on: key.clear, cost)
            }
        }

        @Test func `a key that was rotated meanwhile goes on`() async throws {
            try await TestDatabase.withTables { database in
                let (old, new) = (DemoKey(), DemoKey())
                try await old.insert(into: database)
                try await old.update(
                    """
                    models = '{}', max_budget = 12, rpm_limit = 4,
                    model_max_budget = '{"m": {"budget_limit": 3, "time_period": "30d"}}'
                    """,
                    in: database
                )
                let home = try DaemonHome()
                try await Daemon.with(on: database, home: home) { daemon in
                    _ = try await daemon.call(
                        "spend.record",
                        [("token", .string(old.token)), ("model", "m"), ("spend", 2)]
                    )
                    for cost: Int64 in [3, 4] {
                        let estimate: [(String, JSON)] = [("estimated_cost", .int(cost))]
                        try await daemon.expect("authorized", on: old.clear, estimate)
                    }
                }
                try await database.execute(
                    script: """
                        BEGIN;
                        INSERT INTO \(old.table("DeprecatedVerificationToken"))
                            (id, token, active_token_id, revoke_at)
                            VALUES ('d', '\(old.token)', '\(new.token)', now() + interval '1 day');
                        UPDATE \(old.table("VerificationToken")) SET token = '\(new.token)'
                            WHERE token = '\(old.token)';
                        COMMIT;
                        """
                )
                try await Daemon.with(on: database, home: home) { daemon in
                    for key in [old, new] {
                        // Two are spent, all of them on the model, and seven are set aside.
                        for (model, cost) in [("m", 2), ("other", 4)] as [(JSON, JSON)] {
                            let call = [("model", model), ("estimated_cost", cost)]
                            try await daemon.expect("budget_exceeded", on: key.clear, call)
                        }
                    }
                    try await daemon.expect("authorized", on: new.clear)
                    try await daemon.expect("authorized", on: old.clear)
                    try await daemon.expect("rate_limited", on: new.clear)
                }
            }
        }

        @Test func `a grant outlives a start that fails`() async throws {
            try await runs("max_parallel_requests = 1") { key, daemon in
                try await daemon.expect("authorized", on: key.clear)
            } between: { home, database in
                // The socket for calls is open by then.
                let occupied = ["SIDECAR_ADMIN_SOCKET": try home.write("no socket", to: "occupied")]
                let failing = try Daemon(in: home, on: database.connection, occupied)
                let result = try await failing.program.untilEnded()
                #expect(result.status == 1 && result.errors.contains("a regular file"), "\(result)")
            } then: { key, daemon in
                try await daemon.expect("rate_limited", on: key.clear)
            }
        }

        @Test func `a grant outlives a stop that takes too long, and is cut short`() async throws {
            let settings = ["SIDECAR_DRAIN_TIMEOUT": "200ms", "SIDECAR_FLUSH_INTERVAL": "50ms"]
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await key.update("max_parallel_requests = 1", in: database)
                let home = try DaemonHome()
                let daemon = try Daemon(in: home, on: database.connection, settings)
                try await daemon.untilReady()
                try await daemon.expect("authorized", on: key.clear)
                // Keeps the last flush waiting.
                let lock = try await LockHolder(
                    database,
                    "LOCK TABLE \(key.table("VerificationToken"))"
                )
                _ = try await daemon.call(
                    "spend.record",
                    [("token", .string(key.token)), ("spend", 1)]
                )
                _ = try await daemon.stop()
                try await lock.release()
                try await Daemon.with(on: database, settings, home: home) { daemon in
                    try await daemon.expect("rate_limited", on: key.clear)
                }
            }
        }

        @Test func `a file that is damaged costs the counts, not the start`() async throws {
            try await runs("rpm_limit = 1") { key, daemon in
                try await daemon.expect("authorized", on: key.clear)
                #expect(try await daemon.stop().status == 0)
                try daemon.home.write("limits 1, but no more", to: "state/limits")
            } then: { key, daemon in
                #expect(daemon.log.contains("what was used of limits cannot be taken over"))
                try await daemon.expect("authorized", on: key.clear)
            }
        }
    }
}
