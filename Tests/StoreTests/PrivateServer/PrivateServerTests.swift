import Foundation
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import Store

@Suite struct PrivateServerTests {
    private func withStateDirectory(
        _ body: (String, PrivateServer) async throws -> Void
    )
        async throws
    {
        let path = TestDirectory.name("state")
        let guardian = try ServerGuard(
            dataDirectory: "\(path)/postgres/data",
            removing: path
        )
        defer { guardian.release() }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = PrivateServer(stateDirectory: path, logger: logger)
        try await body(path, server)
        try await server.stop()
    }

    private func ask(_ connection: ConnectionString, _ sql: String) async throws -> String {
        try await OwnThread.run("ask") { () throws(PostgresError) in
            try PostgresConnection(PostgresSettings(connection)).execute(sql).first?.optionalText(0)
                ?? ""
        }
    }

    /// The cluster that a private server works on, to look at and to hurt.
    private func cluster(_ path: String) throws -> Cluster {
        try #require(
            try PrivateInstallation(stateDirectory: path, userName: "postgres").existing()
        )
    }

    @Test func `It is initialised once, and started again on the same data`() async throws {
        try await withStateDirectory { path, server in
            let connection = try await server.start()
            #expect(try await ask(connection, "SELECT current_database()") == "sidecar")
            #expect(try await ask(connection, "SHOW server_encoding") == "UTF8")
            #expect(try await ask(connection, "SHOW fsync") == "on")
            #expect(try await ask(connection, "SHOW listen_addresses") == "")
            _ = try await ask(connection, "CREATE TABLE kept (n int)")
            try await server.stop()
            #expect(try cluster(path).processes == [])
            try await server.stop()
            let again = try await server.start()
            #expect(again == connection)
            #expect(try await ask(again, "SELECT count(*) FROM kept") == "0")
        }
    }

    @Test func `While it is supervised it comes back, and it stops at a shutdown`() async throws {
        try await withStateDirectory { path, server in
            try await server.start()
            let cluster = try cluster(path)
            let group = ServiceGroup(
                configuration: .init(services: [server], logger: Logger(label: "test"))
            )
            let running = Task { try await group.run() }
            for _ in 1...2 {
                let killed = try #require(cluster.postmaster)
                _ = try ChildProcess(["kill", "-KILL", String(killed.process)]).run()
                while cluster.postmaster == killed || !cluster.isRunning { await Task.yield() }
            }
            await group.triggerGracefulShutdown()
            try await running.value
            #expect(cluster.processes == [])
        }
    }

    @Test func `A process counts as the server only as long as it works in the directory`() throws {
        let own = Int32(ProcessInfo.processInfo.processIdentifier)
        let here = try #require(FileTree.resolved(FileManager.default.currentDirectoryPath))
        #expect(Postmaster(process: own, dataDirectory: here).isAlive)
        #expect(!Postmaster(process: own, dataDirectory: "\(here)/elsewhere").isAlive)
        #expect(!Postmaster(process: .max, dataDirectory: here).isAlive)
    }

    @Test func `Only its user and root reach it`() async throws {
        try await withStateDirectory { path, server in
            try await server.start()
            let stat = ["stat", "-c", "%a %U", path, "\(path)/postgres", "\(path)/postgres/data"]
            let modes = try ChildProcess(stat).run().output.split(separator: "\n")
            let owner = UserAccount.isRoot ? "postgres" : modes[1].split(separator: " ")[1]
            #expect(modes[0].hasPrefix(UserAccount.isRoot ? "711 root" : "700 "))
            #expect(modes[1] == "700 \(owner)")
            #expect(modes[2] == "700 \(owner)")
        }
    }

    @Test func `A server that a crashed daemon left is taken over`() async throws {
        try await withStateDirectory { path, server in
            let connection = try await server.start()
            let process = try #require(try cluster(path).postmaster)
            let started = try await ask(connection, "SELECT pg_postmaster_start_time()::text")
            try await server.start()
            #expect(try cluster(path).postmaster == process)
            #expect(
                try await ask(connection, "SELECT pg_postmaster_start_time()::text") == started
            )
        }
    }

    @Test func `A killed server is started again in spite of its pid file`() async throws {
        try await withStateDirectory { path, server in
            let connection = try await server.start()
            _ = try await ask(connection, "CREATE TABLE kept AS SELECT 7 AS n")
            let killed = try #require(try cluster(path).postmaster)
            _ = try ChildProcess(["kill", "-KILL", String(killed.process)]).run()
            try await server.start()
            #expect(FileTree.exists("\(path)/postgres/data/postmaster.pid"))
            #expect(try cluster(path).postmaster != killed)
            #expect(try await ask(connection, "SELECT n FROM kept") == "7")
        }
    }

    @Test func `A pid file whose number is somebody else's does not keep it from starting`()
        async throws
    {
        try await withStateDirectory { path, server in
            try await server.start()
            let data = "\(path)/postgres/data"
            let process = try #require(try cluster(path).postmaster).process
            _ = try ChildProcess(["cp", "-p", "\(data)/postmaster.pid", "\(data)/kept"]).run()
            try await server.stop()
            // A process of the server's user is what Postgres would take for a server.
            let script = """
                setsid sleep 600 > /dev/null 2>&1 &
                sed "1s/.*/$!/" "$1/kept" > "$1/postmaster.pid"; echo $!
                """
            let outcome = try cluster(path).run(["sh", "-c", script, "sh", data])
            let other = try #require(Int32(outcome.output.prefix { $0.isNumber }))
            #expect(try cluster(path).hasForeignProcessID)
            let connection = try await server.start()
            #expect(try await ask(connection, "SELECT 1") == "1")
            #expect(![process, other].contains(try cluster(path).postmaster?.process ?? 0))
            _ = try ChildProcess(["kill", String(other)]).run()
        }
    }

    @Test func `An initialisation that was killed in the middle is begun anew`() async throws {
        try await withStateDirectory { path, server in
            let installation = PrivateInstallation(stateDirectory: path, userName: "postgres")
            try FileTree.makeDirectory(path, mode: 0o711)
            let user = UserAccount.isRoot ? UserAccount(named: "postgres") : nil
            try FileTree.makeDirectory("\(path)/postgres", mode: 0o700, owner: user)
            let half = "\(path)/postgres/data.init"
            try FileTree.makeDirectory(half, mode: 0o700, owner: user)
            try FileTree.makeDirectory("\(half)/base", mode: 0o700, owner: user)
            _ = try ChildProcess(["sh", "-c", "echo 15 > \(half)/PG_VERSION"], user: user).run()
            #expect(try installation.existing() == nil)
            let connection = try await server.start()
            #expect(try await ask(connection, "SELECT 1") == "1")
            #expect(!FileTree.exists(half))
        }
    }

    @Test func `A path that is too long for a socket is refused before anything is made`()
        async throws
    {
        let path = TestDirectory.name(String(repeating: "x", count: 90))
        let server = PrivateServer(stateDirectory: path, logger: Logger(label: "test"))
        let error = await #expect(throws: PrivateServerError.self) { try await server.start() }
        #expect(error?.kind == .pathTooLong)
        #expect(error?.message.contains("107") == true)
        #expect(!FileTree.exists(path))
    }

    @Test(.needsRoot) func `Root is told about a user that does not exist`() async throws {
        try #require(UserAccount.isRoot, "this test needs root")
        for name in ["nobody-of-this-name", "root"] {
            let server = PrivateServer(
                stateDirectory: TestDirectory.name("state"),
                userName: name,
                logger: Logger(label: "test")
            )
            let error = await #expect(throws: PrivateServerError.self) {
                try await server.start()
            }
            #expect(error?.kind == .noUser)
            #expect(error?.message.contains("private_postgres.user") == true)
        }
    }

    @Test(.needsRoot) func `Root is told about a directory that the server's user can't enter`()
        async throws
    {
        try #require(UserAccount.isRoot, "this test needs root")
        let outer = TestDirectory.name("closed")
        try FileTree.makeDirectory(outer, mode: 0o700)
        let server = PrivateServer(stateDirectory: "\(outer)/s", logger: Logger(label: "test"))
        let error = await #expect(throws: PrivateServerError.self) { try await server.start() }
        #expect(error?.kind == .directory)
        #expect(error?.message.contains("may not enter \(outer) (") == true)
        _ = try ChildProcess(["rm", "-rf", outer]).run()
    }
}
