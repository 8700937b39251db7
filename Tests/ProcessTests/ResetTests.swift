import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    @Suite("Budgets that start again")
    struct ResetTests {
        private static let idle = ["SIDECAR_RESET_JOB": "false"]

        /// A key that has used up its budget, with an end of its period so far from now.
        private func withKey(
            endsIn interval: String = "-1 minute",
            _ body: (DemoKey, TestDatabase) async throws -> Void
        ) async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await key.update(
                    """
                    spend = 5, max_budget = 5, budget_duration = '1d',
                    budget_reset_at = now() AT TIME ZONE 'UTC' + interval '\(interval)'
                    """,
                    in: database
                )
                try await body(key, database)
            }
        }

        private func spend(_ dollars: Double, _ key: DemoKey, _ daemon: Daemon) async throws {
            _ = try await daemon.call(
                "spend.record",
                [("token", .string(key.token)), ("spend", .double(dollars))]
            )
        }

        @Test func `the job runs by the zone and the hour of the proxy's settings`() async throws {
            try await withKey { key, database in
                let home = try DaemonHome()
                let file = try home.write(
                    """
                    litellm_settings:
                      timezone: Asia/Tokyo
                      budget_reset_time: "06:30"
                    """,
                    to: "proxy_config.yaml"
                )
                try await Daemon.with(on: database, flags: ["--config", file], home: home) {
                    daemon in
                    try await daemon.expect("authorized", on: key.clear)
                    try await daemon.until("the reset to be written") {
                        try await database.value(
                            "SELECT spend = 0 FROM \(key.table("VerificationToken"))"
                        ) == "t"
                    }
                    let isRight = try await database.value(
                        """
                        SELECT budget_reset_at = (
                            date_trunc('day', now() AT TIME ZONE 'Asia/Tokyo'
                                - interval '6 hours 30 minutes')
                            + interval '1 day 6 hours 30 minutes'
                        ) AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'UTC'
                        FROM \(key.table("VerificationToken"))
                        """
                    )
                    #expect(isRight == "t")
                    try await daemon.expect("authorized", on: key.clear)
                }
            }
        }

        @Test func `what is spent between an end and its reset counts in the new period`()
            async throws
        {
            try await withKey(endsIn: "1 hour") { key, database in
                try await Daemon.with(on: database) { daemon in
                    try await daemon.expect("budget_exceeded", on: key.clear)
                    let due = "now() AT TIME ZONE 'UTC' - interval '1 second'"
                    try await key.update("budget_reset_at = \(due)", in: database)
                    let cost: [(String, JSON)] = [("estimated_cost", .number("4.9"))]
                    try await daemon.expect("authorized", on: key.clear)
                    try await spend(4.9, key, daemon)
                    try await daemon.expect("budget_exceeded", on: key.clear, cost)
                    try await daemon.until("the reset to be written") {
                        try await database.value(
                            "SELECT budget_reset_at > now() FROM \(key.table("VerificationToken"))"
                        ) == "t"
                    }
                    _ = try await daemon.call("spend.flush", as: .admin)
                    try await daemon.expect("budget_exceeded", on: key.clear, cost)
                    let left = try await database.value(
                        "SELECT round(spend::numeric, 9) FROM \(key.table("VerificationToken"))"
                    )
                    #expect(left == "4.900000000")
                }
            }
        }

        /// A trigger of the test writes down all that is taken off the key's spend.
        private static func noteTaken(_ key: DemoKey, in database: TestDatabase) async throws {
            try await database.execute(
                script: """
                    CREATE TABLE taken (amount float8);
                    CREATE FUNCTION note_taken() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN INSERT INTO taken VALUES (OLD.spend - NEW.spend); RETURN NULL; END';
                    CREATE TRIGGER note_taken AFTER UPDATE ON \(key.table("VerificationToken"))
                    FOR EACH ROW WHEN (NEW.spend < OLD.spend) EXECUTE FUNCTION note_taken();
                    """
            )
        }

        @Test func `the jobs of two daemons take off once what both have booked until then`()
            async throws
        {
            try await withKey(endsIn: "1 hour") { key, database in
                let quick = ["SIDECAR_FLUSH_INTERVAL": "20ms"]
                try await Self.noteTaken(key, in: database)
                try await Daemon.with(on: database, quick) { first in
                    try await Daemon.with(on: database, quick) { second in
                        let due = "now() AT TIME ZONE 'UTC' - interval '1 minute'"
                        try await key.update("budget_reset_at = \(due)", in: database)
                        var events = 0
                        try await first.until("the reset to be written") {
                            for daemon in [first, second] {
                                try await spend(0.25, key, daemon)
                                events += 1
                            }
                            return try await database.value("SELECT count(*) FROM taken") != "0"
                        }
                        for daemon in [first, second] {
                            try await spend(0.25, key, daemon)
                            events += 1
                            _ = try await daemon.call("spend.flush", as: .admin)
                        }
                        let books = try await database.execute(
                            """
                            SELECT spend, (SELECT sum(amount) FROM taken),
                                (SELECT count(*) FROM taken)
                            FROM \(key.table("VerificationToken"))
                            """
                        ).only()
                        let (left, taken) = (try books.double(0), try books.double(1))
                        #expect(left + taken == 5 + 0.25 * Double(events))
                        #expect(taken >= 5 && left >= 0.5)
                        #expect(try books.int(2) == 1)
                    }
                }
            }
        }

        @Test func `a restart and a second daemon hand out no budget once more`() async throws {
            try await withKey { key, database in
                let home = try DaemonHome()
                try await Daemon.with(on: database, Self.idle, home: home) { daemon in
                    try await daemon.expect("authorized", on: key.clear)
                    try await spend(4.9, key, daemon)
                    try await daemon.expect("authorized", on: key.clear)
                    try await spend(0.1, key, daemon)
                    try await daemon.expect("budget_exceeded", on: key.clear)
                    try await daemon.until("all to be stored and booked") {
                        try await database.value(
                            """
                            SELECT count(*) FROM sidecar.due_reset, \
                            \(key.table("VerificationToken")) WHERE spend = 10
                            """
                        ) == "1"
                    }
                    try await Daemon.with(on: database, Self.idle) { second in
                        try await second.expect("budget_exceeded", on: key.clear)
                    }
                }
                try await Daemon.with(on: database, Self.idle, home: home) { daemon in
                    try await daemon.expect("budget_exceeded", on: key.clear)
                }
            }
        }
    }
}
