import Glibc
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    @Suite("Settings read again")
    struct ReloadTests {
        @Test func `another database takes over, and nothing of the first one serves`()
            async throws
        {
            try await TestDatabase.withTables { first in
                try await TestDatabase.withTables { second in
                    let (old, new, both) = (DemoKey(), DemoKey(), DemoKey())
                    for key in [old, both] { try await key.insert(into: first) }
                    for key in [new, both] { try await key.insert(into: second) }
                    let home = try DaemonHome()
                    let file = try write(databaseOf: first, to: home)
                    try await Daemon.with(on: nil, flags: ["--config", file], home: home) {
                        daemon in
                        try await daemon.expect("authorized", on: old.clear)
                        try await daemon.expect("invalid_key", on: new.clear)

                        try write(databaseOf: second, to: home)
                        daemon.program.send(SIGHUP)
                        try await daemon.until("authorized", on: new.clear)
                        try await daemon.expect("invalid_key", on: old.clear)
                        try await daemon.untilReady()
                        #expect(daemon.log.contains("another database"))

                        try await both.update("blocked = true", in: first)
                        try await new.update("blocked = true", in: second)
                        try await daemon.until("blocked", on: new.clear)
                        try await daemon.expect("authorized", on: both.clear)
                    }
                }
            }
        }

        @Test func `a database that cannot be reached leaves the last known keys`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                let home = try DaemonHome()
                let file = try write(databaseOf: database, to: home)
                try await Daemon.with(on: nil, flags: ["--config", file], home: home) { daemon in
                    try await daemon.expect("authorized", on: key.clear)
                    try write("host=/nonexistent", to: home)
                    daemon.program.send(SIGHUP)
                    try await daemon.until("an answer that is not fresh") {
                        try await daemon.call("key.authorize", [("key", .string(key.clear))])[
                            "fresh"
                        ] == false
                    }
                    try write(databaseOf: database, to: home)
                    daemon.program.send(SIGHUP)
                    try await daemon.untilReady()
                    try await daemon.expect("authorized", on: key.clear)
                }
            }
        }

        @Test func `limits, users and logging follow; sockets stay`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                let home = try DaemonHome()
                let file = try home.write("sidecar: {}\n", to: "sidecar.yaml")
                try await Daemon.with(on: database, flags: ["--config", file], home: home) {
                    daemon in
                    try home.write(
                        """
                        sidecar:
                          limits.frame_bytes: 2000
                          log_format: text
                          drain_timeout: 3s
                          heartbeat: 200ms

                        """,
                        to: "sidecar.yaml"
                    )
                    daemon.program.send(SIGHUP)
                    try await daemon.until("the new limit") {
                        let status = try await daemon.call("health.status")
                        return status["limits"]?["frame_bytes"] == 2_000
                    }
                    let long = String(repeating: "x", count: 2_000)
                    try await daemon.expect("invalid_request", on: long)
                    try await daemon.until("lines of text") {
                        daemon.log.contains("setting changed setting=drain_timeout value=3s")
                    }

                    try home.write(
                        "sidecar:\n  cache.max_keys: 1\n  log_level: error\n",
                        to: "sidecar.yaml"
                    )
                    try await DemoKey().insert(into: database)
                    try await daemon.until("two keys in memory") {
                        try await daemon.call("cache.stats", as: .admin)["keys"] == 2
                    }
                    daemon.program.send(SIGHUP)
                    try await daemon.until("a complaint in the log") {
                        daemon.log.contains("2 keys are held")
                    }
                }
            }
        }

        @discardableResult
        private func write(databaseOf database: TestDatabase, to home: DaemonHome) throws -> String
        {
            let url = home.environment(database.connection)["DATABASE_URL"] ?? ""
            return try write(url, to: home)
        }

        @discardableResult
        private func write(_ url: String, to home: DaemonHome) throws -> String {
            try home.write("sidecar:\n  database_url: \"\(url)\"\n", to: "sidecar.yaml")
        }
    }
}
