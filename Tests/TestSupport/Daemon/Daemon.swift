import Glibc
package import Store
package import Wire

/// A running `sidecar serve`, as anybody else would have it: a process, its sockets, its log.
package final class Daemon: Sendable {
    package let home: DaemonHome
    package let program: RunningProgram

    /// Starts it, and waits for nothing.
    ///
    /// - Parameters:
    ///   - home: Where it lives.
    ///   - database: The proxy's; nil for a private one.
    ///   - settings: Environment variables on top of the paths.
    ///   - flags: What follows `serve`.
    /// - Throws: When it cannot be started at all.
    package init(
        in home: DaemonHome,
        on database: ConnectionString?,
        _ settings: [String: String] = [:],
        flags: [String] = []
    ) throws {
        self.home = home
        program = try RunningProgram(
            DaemonHome.executable(),
            ["serve"] + flags,
            environment: home.environment(database, settings),
            directory: home.directory
        )
    }

    deinit {
        program.send(SIGKILL)
    }

    /// Runs a test with a daemon that is ready; afterwards it must end as SIGTERM wants it.
    package static func with<T>(
        on database: TestDatabase?,
        _ settings: [String: String] = [:],
        flags: [String] = [],
        home: DaemonHome? = nil,
        _ body: (Daemon) async throws -> T
    ) async throws -> T {
        let daemon = try Daemon(
            in: home ?? DaemonHome(),
            on: database?.connection,
            settings,
            flags: flags
        )
        do {
            try await daemon.untilReady()
            let value = try await body(daemon)
            let result = try await daemon.stop()
            guard result.status == 0, !result.errors.contains("EventLoop") else {
                throw DaemonError("SIGTERM ended it with \(result.status): \(result.errors)")
            }
            return value
        } catch {
            _ = try? await daemon.stop()
            throw error
        }
    }

    /// What it has logged so far.
    package var log: String { program.errors }

    /// Waits until it decides requests, at its best.
    package func untilReady() async throws {
        try await until("a daemon that is ready and not degraded") {
            guard let answer = try? await self.call("health.ready") else { return false }
            return answer["ready"] == true && answer["degraded"] == false
        }
    }

    /// Waits until it answers.
    package func untilLive() async throws {
        try await until("a daemon that answers") {
            (try? await self.call("health.live")) != nil
        }
    }

    /// Waits for a condition for as long as it runs.
    ///
    /// - Throws: `DaemonError` with its log when it ends, or when the condition never holds.
    package func until(_ what: String, holds condition: () async throws -> Bool) async throws {
        do {
            try await Poll.until(what) {
                if let status = program.exitStatus {
                    throw DaemonError("waiting for \(what): it ended with \(status)")
                }
                return try await condition()
            }
        } catch {
            throw DaemonError("\(error)\n\(log)")
        }
    }

    /// Calls a method over a connection of its own.
    ///
    /// - Throws: `ClientError`.
    package func call(
        _ method: String,
        _ params: [(String, JSON)] = [],
        as role: Role = .data
    ) async throws -> JSON {
        let client = try await SocketClient.connect(to: home.socket(for: role))
        do {
            let members = Params.byName(JSONObject(params))
            let result = try await client.call(method, members)
            await client.close()
            return result
        } catch {
            await client.close()
            throw error
        }
    }

    /// What becomes of a key: `authorized`, or the type of the error.
    package func verdict(
        on key: String,
        _ params: [(String, JSON)] = []
    ) async throws -> String {
        do {
            _ = try await call("key.authorize", [("key", .string(key))] + params)
            return "authorized"
        } catch ClientError.answer(let answer) {
            // No test expects it: the reason is worth more than the type.
            if answer.kind == .internalError { throw DaemonError("\(answer)") }
            return answer.kind.rawValue
        }
    }

    /// Waits until a key is judged so.
    package func until(
        _ verdict: String,
        on key: String,
        _ params: [(String, JSON)] = []
    ) async throws {
        try await until("\(verdict) for a key") {
            try await self.verdict(on: key, params) == verdict
        }
    }

    /// Runs a command of the program beside it.
    package func command(_ arguments: String..., input: String = "") async throws -> ProgramResult {
        try await home.sidecar(arguments, input: input)
    }

    /// Ends it with SIGTERM.
    package func stop() async throws -> ProgramResult {
        program.send(SIGTERM)
        return try await program.untilEnded()
    }

    /// Ends it with SIGKILL.
    package func crash() async throws {
        program.send(SIGKILL)
        _ = try await program.untilEnded()
    }
}
