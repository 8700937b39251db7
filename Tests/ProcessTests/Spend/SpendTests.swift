import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    @Suite("Spend")
    struct SpendTests {
        private static let lazy = ["SIDECAR_FLUSH_INTERVAL": "1h"]

        @Test func `an event is in the log, the counters and the daily sums`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database, teamID: "t")
                try await database.execute(
                    "INSERT INTO \(key.table("TeamTable")) (team_id) VALUES ('t')"
                )
                try await Daemon.with(on: database) { daemon in
                    let answer = try await daemon.call("spend.record", Self.event(of: key))
                    #expect(answer["sequence"] == 1)
                    try await daemon.until("the event to be booked") {
                        try await Self.spend("TeamTable", database) == 0.25
                    }
                    #expect(try await Self.spend("VerificationToken", database) == 0.25)
                    #expect(try await Self.spend("DailyTeamSpend", database) == 0.25)
                    let status = try await daemon.call("health.status")
                    #expect(status["journal"]?["pending_events"] == 0)
                    #expect(status["flush"]?["events"] == 1)
                }
            }
        }

        @Test func `a grant holds the estimate until its spend is recorded, once`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await key.update("max_budget = 1", in: database)
                try await Daemon.with(on: database) { daemon in
                    let estimate: [(String, JSON)] = [
                        ("key", .string(key.clear)), ("estimated_cost", .double(0.75)),
                    ]
                    let first = try await daemon.call("key.authorize", estimate)
                    let grant = try #require(first["grant"]?.string)
                    let params = Array(estimate.dropFirst())
                    #expect(try await daemon.verdict(on: key.clear, params) == "budget_exceeded")
                    let settled: [(String, JSON)] = [
                        ("grant", .string(grant)), ("spend", .double(0.25)),
                    ]
                    let receipt = try await daemon.call("spend.record", settled)
                    #expect(try await daemon.call("spend.record", settled) == receipt)
                    #expect(try await daemon.verdict(on: key.clear, params) == "authorized")
                    await #expect(throws: ClientError.self) {
                        try await daemon.call(
                            "spend.record",
                            [("grant", .string(grant)), ("spend", .double(0.5))]
                        )
                    }
                    _ = try await daemon.call("spend.flush", as: .admin)
                    #expect(try await Self.spend("VerificationToken", database) == 0.25)
                }
            }
        }

        @Test func `a grant is settled after a restart, by what its id says`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                let home = try DaemonHome()
                let params: [(String, JSON)] = [
                    ("key", .string(key.clear)), ("estimated_cost", .double(0.75)),
                    ("end_user_id", "customer"),
                ]
                let grant = try await Daemon.with(on: database, home: home) { daemon in
                    try await daemon.call("key.authorize", params)["grant"]
                }
                try await Daemon.with(on: database, home: home) { daemon in
                    let settled = [("grant", grant ?? .null), ("spend", .double(0.25))]
                    let receipt = try await daemon.call("spend.record", settled)
                    #expect(try await daemon.call("spend.record", settled) == receipt)
                    _ = try await daemon.call("spend.flush", as: .admin)
                    #expect(try await Self.spend("VerificationToken", database) == 0.25)
                    #expect(try await Self.spend("EndUserTable", database) == 0.25)
                }
            }
        }

        @Test func `the proxy's own budget counts everything`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await database.execute(
                    "INSERT INTO \(key.table("UserTable")) (user_id) VALUES ($1)",
                    ["litellm-proxy-budget"]
                )
                let home = try DaemonHome()
                let file = try home.write("litellm_settings: {max_budget: 0.4}", to: "proxy.yaml")
                try await Daemon.with(on: database, flags: ["--config", file], home: home) {
                    daemon in
                    _ = try await daemon.call("spend.record", Self.event(of: key))
                    try await daemon.expect("authorized", on: key.clear)
                    _ = try await daemon.call("spend.record", Self.event(of: key))
                    try await daemon.expect("budget_exceeded", on: key.clear)
                    _ = try await daemon.call("spend.flush", as: .admin)
                    #expect(try await Self.spend("UserTable", database) == 0.5)
                    try await daemon.expect("budget_exceeded", on: key.clear)
                }
            }
        }

        @Test(arguments: [true, false])
        func `health says where the proxy books as well`(disables: Bool) async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                let home = try DaemonHome()
                let file = try home.write(
                    "general_settings: {disable_spend_updates: \(disables)}",
                    to: "proxy.yaml"
                )
                try await Daemon.with(on: database, flags: ["--config", file], home: home) {
                    daemon in
                    var status = try await daemon.call("health.status")
                    #expect(status["flush"]?["proxy_books_too"] == false)
                    _ = try await daemon.call("spend.record", Self.event(of: key))
                    _ = try await daemon.call("spend.flush", as: .admin)
                    status = try await daemon.call("health.status")
                    #expect(status["flush"]?["proxy_books_too"] == .bool(!disables))
                }
            }
        }

        @Test func `a daemon that ends books what it has`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await Daemon.with(on: database, Self.lazy) { daemon in
                    _ = try await daemon.call("spend.record", Self.event(of: key))
                }
                #expect(try await Self.spend("VerificationToken", database) == 0.25)
            }
        }

        @Test func `spend is taken while the database is away, and booked by the next daemon`()
            async throws
        {
            let server = try await TestPostgres.start()
            let database = try await server.makeDatabase()
            try await CreatedDatabase.fill(database)
            let key = DemoKey()
            try await key.insert(into: database)
            await database.close()
            try await server.stop()
            let home = try DaemonHome()
            let daemon = try Daemon(in: home, on: database.connection)
            try await daemon.untilLive()
            _ = try await daemon.call("spend.record", Self.event(of: key))
            let flush = try await daemon.call("spend.flush", as: .admin)
            #expect(flush["flushed"] == false && flush["error"] != .null)
            try await daemon.crash()
            try await server.start()
            let fresh = database.reopened()
            try await Daemon.with(on: fresh, home: home) { daemon in
                try await daemon.until("the event to be booked") {
                    try await Self.spend("VerificationToken", fresh) == 0.25
                }
            }
            await fresh.close()
            await server.dispose()
        }

        @Test func `a copy of the state directory waits, and says why`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                let (first, second) = (try DaemonHome(), try DaemonHome())
                try await Daemon.with(on: database, home: first) { daemon in
                    _ = try await daemon.call("spend.record", Self.event(of: key))
                }
                try await first.copyState(to: second)
                try await Daemon.with(on: database, home: first) { _ in }
                let copy = try Daemon(in: second, on: database.connection)
                try await copy.until("the copy to stop its flush") {
                    let status = try? await copy.call("health.status")
                    return status?["flush"]?["waits_for"]?.string?.contains("copy") == true
                }
                try await copy.until("keys to be judged all the same") {
                    let ready = try await copy.call("health.ready")
                    return ready["ready"] == true && ready["degraded"] == true
                }
                _ = try await copy.call("spend.record", Self.event(of: key))
                #expect(try await copy.call("spend.flush", as: .admin)["flushed"] == false)
                #expect(try await copy.stop().status == 0)
                #expect(try await Self.spend("VerificationToken", database) == 0.25)

                let resumed = try await second.sidecar(["journal", "resume", "--from", "1"])
                #expect(resumed.status == 0, "\(resumed)")
                try await Daemon.with(on: database, home: second) { daemon in
                    try await daemon.until("the copy's own event to be booked") {
                        try await Self.spend("VerificationToken", database) == 0.5
                    }
                }
            }
        }

        @Test func `the journal can be looked at, and a journal in use is not changed`()
            async throws
        {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                let home = try DaemonHome()
                try await Daemon.with(on: database, home: home) { daemon in
                    _ = try await daemon.call("spend.record", Self.event(of: key))
                    let inspection = try await daemon.command("journal", "inspect")
                    let report = try JSONParser.parse(inspection.output)
                    #expect(report["last_sequence"] == 1 && report["sound"] == true)
                    #expect(try await daemon.command("journal", "verify").status == 0)
                    let resume = try await daemon.command("journal", "resume", "--from", "0")
                    #expect(resume.status == 1 && resume.errors.contains("a daemon uses"))
                }
                // Just then an operator needs to see what there is.
                try FileTree.store([0], as: "binding", in: home.stateDirectory + "/journal")
                let unbound = try await home.sidecar(["journal", "inspect"])
                #expect(unbound.status == 1 && unbound.errors.contains("sidecar_event"))
                let report = try JSONParser.parse(unbound.output)
                #expect(report["noted_flushed_sequence"] == 1)
                #expect(report["binding_problem"]?.string?.contains("sidecar.checkpoint") == true)
            }
        }

        @Test func `a database is not detached while events wait for it`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                let home = try DaemonHome()
                let daemon = try Daemon(in: home, on: database.connection, Self.lazy)
                try await daemon.untilReady()
                _ = try await daemon.call("spend.record", Self.event(of: key))
                _ = try await daemon.call("spend.flush", as: .admin)
                _ = try await daemon.call("spend.record", Self.event(of: key))
                try await daemon.crash()
                let variables = home.environment(database.connection)
                let detach = try await home.sidecar(["schema", "detach"], environment: variables)
                #expect(detach.status == 1 && detach.errors.contains("1 events"), "\(detach)")
                try await Daemon.with(on: database, home: home) { daemon in
                    try await daemon.until("the event to be booked") {
                        try await Self.spend("VerificationToken", database) == 0.5
                    }
                }
                let again = try await home.sidecar(["schema", "detach"], environment: variables)
                #expect(again.status == 0, "\(again)")
            }
        }

        private static func event(of key: DemoKey) -> [(String, JSON)] {
            [("token", .string(key.token)), ("model", "gpt-4o"), ("spend", .double(0.25))]
        }

        private static func spend(_ table: String, _ database: TestDatabase) async throws -> Double
        {
            let sum = "SELECT sum(spend) FROM \"LiteLLM_\(table)\""
            return try await database.execute(sum).only().optionalDouble(0) ?? 0
        }
    }
}

extension DaemonHome {
    /// What somebody does who moves a daemon by copying its files.
    fileprivate func copyState(to other: DaemonHome) async throws {
        let copy = try RunningProgram(
            "/usr/bin/env",
            ["cp", "-r", stateDirectory, other.stateDirectory],
            environment: environment(),
            directory: directory
        )
        _ = try await copy.untilEnded()
    }
}
