import Foundation
import Glibc
import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    @Suite("From start to end")
    struct LifecycleTests {
        @Test func `SIGTERM answers what is in flight, and ends with 0`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                let keys = key.table("VerificationToken")
                try await Daemon.with(on: database) { daemon in
                    // The lock keeps the look-up of an unknown key waiting.
                    async let lock: Void = database.execute(
                        script: """
                            DO $$ BEGIN
                                LOCK TABLE \(keys) IN ACCESS EXCLUSIVE MODE;
                                PERFORM pg_sleep(1.5);
                            END $$
                            """
                    )
                    try await wait(for: "granted AND mode = 'AccessExclusiveLock'", in: database)
                    async let verdict = daemon.verdict(on: key.clear)
                    try await wait(for: "NOT granted", in: database)
                    daemon.program.send(SIGTERM)
                    #expect(try await verdict == "invalid_key")
                    try await lock
                    let result = try await daemon.program.untilEnded()
                    #expect(result.status == 0, "\(result)")
                    #expect(!FileManager.default.fileExists(atPath: daemon.home.socket))
                }
            }
        }

        @Test func `a second daemon is refused, and the first goes on`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await Daemon.with(on: database) { first in
                    let other = try DaemonHome()
                    let sameState = ["SIDECAR_STATE_DIR": first.home.stateDirectory]
                    let sameSockets = [
                        "SIDECAR_SOCKET": first.home.socket,
                        "SIDECAR_ADMIN_SOCKET": first.home.adminSocket,
                    ]
                    for settings in [sameState, sameSockets] {
                        let second = try Daemon(in: other, on: database.connection, settings)
                        let result = try await second.program.untilEnded()
                        #expect(result.status == 1, "\(result)")
                        #expect(result.errors.contains("another"), "\(result.errors)")
                        try await first.expect("authorized", on: key.clear)
                    }
                }
            }
        }

        @Test func `sockets and directories have their modes`() async throws {
            try await TestDatabase.withTables { database in
                try await Daemon.with(on: database) { daemon in
                    let home = daemon.home
                    let paths = [
                        home.socket, home.adminSocket, home.directory + "/run",
                        home.stateDirectory,
                    ]
                    let modes = try paths.map(mode)
                    #expect(modes == [0o660, 0o600, 0o750, 0o700])
                }
            }
        }

        @Test func `a socket file that was taken away is told`() async throws {
            try await TestDatabase.withTables { database in
                try await Daemon.with(on: database) { daemon in
                    try FileManager.default.removeItem(atPath: daemon.home.socket)
                    let answer = try await daemon.call("health.ready", as: .admin)
                    #expect(answer["ready"] == true)
                    #expect(answer["degraded"] == true)
                    let reasons = answer["reasons"]?.array?.compactMap(\.string) ?? []
                    #expect(reasons.contains { $0.contains("\(daemon.home.socket) was removed") })
                }
            }
        }

        @Test func `after SIGKILL the private Postgres is taken over with its data`() async throws {
            let home = try DaemonHome()
            let key = DemoKey()
            let killed = try Daemon(in: home, on: nil)
            try await killed.untilReady()
            try await insert(key, intoPrivateDatabaseOf: home)
            try await killed.until("authorized", on: key.clear)
            try await killed.crash()
            try await Daemon.with(on: nil, home: home) { daemon in
                try await daemon.expect("authorized", on: key.clear)
            }
            let pidFile = home.stateDirectory + "/postgres/data/postmaster.pid"
            #expect(!FileManager.default.fileExists(atPath: pidFile), "stopped with its daemon")
            try await Daemon.with(on: nil, home: home) { daemon in
                try await daemon.expect("authorized", on: key.clear)
            }
        }

        @Test func `a start that fails leaves no private Postgres behind`() async throws {
            let home = try DaemonHome()
            let place = try home.write("not a socket", to: "occupied")
            let daemon = try Daemon(in: home, on: nil, ["SIDECAR_SOCKET": place])
            let result = try await daemon.program.untilEnded()
            #expect(result.status == 1, "\(result)")
            #expect(result.errors.contains("a regular file"), "\(result.errors)")
            let data = home.stateDirectory + "/postgres/data"
            #expect(FileManager.default.fileExists(atPath: data), "it was started")
            #expect(!FileManager.default.fileExists(atPath: data + "/postmaster.pid"))
        }

        @Test func `SIGHUP reads the settings again, and a mistake changes nothing`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await database.execute(
                    "INSERT INTO \(key.table("EndUserTable")) (user_id, blocked) VALUES ('e', true)"
                )
                let home = try DaemonHome()
                let file = try home.write("sidecar: {}\n", to: "sidecar.yaml")
                try await Daemon.with(on: database, flags: ["--config", file], home: home) {
                    daemon in
                    let params: [(String, JSON)] = [("end_user_id", "e")]
                    try await daemon.expect("authorized", on: key.clear, params)

                    try home.write(
                        "sidecar:\n  enforce_blocked_end_users: true\n  master_key: sk-master\n",
                        to: "sidecar.yaml"
                    )
                    daemon.program.send(SIGHUP)
                    try await daemon.until("blocked", on: key.clear, params)
                    try await daemon.expect("authorized", on: "sk-master")

                    try home.write("sidecar:\n  nonsense: true\n", to: "sidecar.yaml")
                    daemon.program.send(SIGHUP)
                    try await daemon.until("a complaint in the log") {
                        daemon.log.contains("settings not read again")
                    }
                    #expect(daemon.log.contains("(sidecar.nonsense): unknown setting"))
                    #expect(!daemon.log.contains("CommandFailure("), "a sentence, not a dump")
                    try await daemon.expect("blocked", on: key.clear, params)
                    #expect(!daemon.log.contains("sk-master"))
                }
            }
        }

        private func mode(of path: String) throws -> Int? {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            return (attributes[.posixPermissions] as? NSNumber)?.intValue
        }

        private func wait(for condition: String, in database: TestDatabase) async throws {
            try await Poll.until("a lock that is \(condition)") {
                let count = try await database.value(
                    "SELECT count(*)::text FROM pg_locks WHERE relation IS NOT NULL "
                        + "AND database = (SELECT oid FROM pg_database WHERE datname = "
                        + "current_database()) AND \(condition)"
                )
                return count != "0"
            }
        }

        /// Writes a row as somebody else, while the daemon runs or after it was killed.
        private func insert(_ key: DemoKey, intoPrivateDatabaseOf home: DaemonHome) async throws {
            let place = home.stateDirectory + "/postgres"
            let connection = ConnectionString(keywords: [
                "host": place, "port": String(Cluster.port), "dbname": PrivateServer.database,
                "user": Cluster.superuser,
            ])
            let token = key.token
            try await OwnThread.run("insert") { () throws(PostgresError) in
                _ = try PostgresConnection(PostgresSettings(connection)).execute(
                    "INSERT INTO \(key.table("VerificationToken")) (token) VALUES ($1)",
                    [.text(token)]
                )
            }
        }
    }
}
