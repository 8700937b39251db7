import Foundation
import Glibc
import Store
import TestSupport
import Testing

extension ProcessSuite {
    @Suite("A stop during the start")
    struct EarlyStopTests {
        /// What a start leaves in the state directory, in its order.
        enum Stage: String, CaseIterable {
            case locked = "lock"
            case initialising = "postgres/data.init."
            case starting = "postgres/data/postmaster.pid"
        }

        @Test(arguments: Stage.allCases)
        func `SIGTERM ends it with 0 and leaves nothing running, and it can be started again`(
            _ stage: Stage
        ) async throws {
            let home = try DaemonHome()
            let daemon = try Daemon(in: home, on: nil)
            try await daemon.until(stage.rawValue) { hasReached(stage, home) }
            let result = try await daemon.stop()
            #expect(result.status == 0, "\(result)")
            #expect(processes(of: home) == [])
            try await Daemon.with(on: nil, home: home) { _ in }
        }

        @Test func `SIGHUP during the start ends nothing`() async throws {
            let home = try DaemonHome()
            let daemon = try Daemon(in: home, on: nil)
            try await daemon.until("a lock") { hasReached(.locked, home) }
            daemon.program.send(SIGHUP)
            try await daemon.untilReady()
            #expect(try await daemon.stop().status == 0)
        }

        @Test func `a start that fails after the server came up stops it again`() async throws {
            let home = try DaemonHome()
            try await Daemon.with(on: nil, home: home) { _ in
                let secondProxy = """
                    CREATE TABLE "X_VerificationToken" (token text, key_name text, spend float8)
                    """
                try await execute(secondProxy, in: home)
            }
            let daemon = try Daemon(in: home, on: nil)
            let result = try await daemon.program.untilEnded()
            #expect(result.status == 1, "\(result)")
            #expect(result.errors.contains("more than one proxy"), "\(result.errors)")
            #expect(processes(of: home) == [])
        }

        private func execute(_ statement: String, in home: DaemonHome) async throws {
            let connection = ConnectionString(keywords: [
                "host": home.stateDirectory + "/postgres", "port": String(Cluster.port),
                "dbname": PrivateServer.database, "user": Cluster.superuser,
            ])
            try await OwnThread.run("execute") { () throws(PostgresError) in
                _ = try PostgresConnection(PostgresSettings(connection)).execute(statement)
            }
        }

        private func hasReached(_ stage: Stage, _ home: DaemonHome) -> Bool {
            let path = home.stateDirectory + "/" + stage.rawValue
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            let directory = String(path.dropLast(name.count))
            return FileTree.names(in: directory).contains { $0.hasPrefix(name) }
        }

        /// Programs other than ours and the guardian's that name this state directory.
        private func processes(of home: DaemonHome) -> [String] {
            FileTree.names(in: "/proc").filter { Int32($0) != nil }.compactMap { process in
                let line = FileTree.head(of: "/proc/\(process)/cmdline") ?? ""
                let cwd = FileTree.linkTarget("/proc/\(process)/cwd") ?? ""
                let isOurs = line.contains(home.stateDirectory)
                return isOurs || cwd.hasPrefix(home.stateDirectory) ? "\(process) \(line)" : nil
            }
        }
    }
}
