import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    @Suite("Without the database")
    struct OutageTests {
        private static let quick = [
            "SIDECAR_HEARTBEAT": "500ms", "SIDECAR_POLL_INTERVAL": "500ms",
        ]

        @Test func `a daemon started before its database becomes ready by itself`() async throws {
            try await withServer { server, database in
                let key = DemoKey()
                try await key.insert(into: database)
                await database.close()
                try await server.stop()
                let home = try DaemonHome()
                let daemon = try Daemon(in: home, on: database.connection, Self.quick)
                try await daemon.untilLive()
                #expect(try await daemon.call("health.ready")["ready"] == false)
                let health = try await daemon.command("health")
                #expect(health.status == 1, "\(health)")
                try await daemon.expect("store_unavailable", on: key.clear)

                try await server.start()
                try await daemon.untilReady()
                try await daemon.expect("authorized", on: key.clear)
                #expect(try await daemon.stop().status == 0)
            }
        }

        @Test func `known keys outlive the database for the grace, and heal`() async throws {
            try await withServer { server, database in
                let key = DemoKey()
                try await key.insert(into: database)
                await database.close()
                try await Daemon.with(on: database, Self.quick) { daemon in
                    #expect(try await freshness(of: key, daemon) == true)
                    try await server.stop(.immediate)
                    try await daemon.until("an answer that is not fresh") {
                        try await freshness(of: key, daemon) == false
                    }
                    try await daemon.expect("store_unavailable", on: "sk-never-seen")
                    let ready = try await daemon.call("health.ready")
                    #expect(ready["ready"] == true)
                    #expect(ready["degraded"] == true)

                    try await server.start()
                    try await daemon.until("fresh answers again") {
                        try await freshness(of: key, daemon) == true
                    }
                    try await daemon.untilReady()
                    try await daemon.expect("invalid_key", on: "sk-never-seen")
                }
            }
        }

        @Test func `the master key works in every state, also for an end user`() async throws {
            try await withServer { server, database in
                try await database.execute(
                    "INSERT INTO \(DemoKey().table("EndUserTable")) (user_id, blocked) "
                        + "VALUES ('e', true)"
                )
                await database.close()
                let settings = Self.quick.merging([
                    "SIDECAR_STALE_GRACE": "1s", "SIDECAR_MASTER_KEY": "sk-master",
                    "SIDECAR_ENFORCE_BLOCKED_END_USERS": "true",
                ]) { $1 }
                let endUser: [(String, JSON)] = [("end_user_id", "e")]
                try await Daemon.with(on: database, settings) { daemon in
                    try await daemon.expect("authorized", on: "sk-master")
                    try await daemon.expect("blocked", on: "sk-master", endUser)
                    try await server.stop(.immediate)
                    try await daemon.until("the end of the grace") {
                        try await daemon.call("health.ready")["ready"] == false
                    }
                    try await daemon.expect("authorized", on: "sk-master")
                    try await daemon.expect("authorized", on: "sk-master", endUser)
                    try await server.start()
                    try await daemon.until("blocked", on: "sk-master", endUser)
                }
            }
        }

        @Test func `after the grace nobody is let in, and none is called unknown`() async throws {
            try await withServer { server, database in
                let key = DemoKey()
                try await key.insert(into: database)
                await database.close()
                let settings = Self.quick.merging(["SIDECAR_STALE_GRACE": "1s"]) { $1 }
                try await Daemon.with(on: database, settings) { daemon in
                    try await daemon.expect("authorized", on: key.clear)
                    try await server.stop(.immediate)
                    try await daemon.until("store_unavailable", on: key.clear)
                    #expect(try await daemon.call("health.ready")["ready"] == false)
                    try await server.start()
                    try await daemon.until("authorized", on: key.clear)
                    try await daemon.untilReady()
                }
            }
        }

        /// A server of its own, which the test may stop.
        private func withServer(
            _ body: (TestPostgres, TestDatabase) async throws -> Void
        ) async throws {
            let server = try await TestPostgres.start()
            let database = try await server.makeDatabase()
            try await CreatedDatabase.fill(database)
            try await body(server, database)
        }

        private func freshness(of key: DemoKey, _ daemon: Daemon) async throws -> Bool? {
            try await daemon.call("key.authorize", [("key", .string(key.clear))])["fresh"]?.bool
        }
    }
}
