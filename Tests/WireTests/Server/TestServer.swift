import Foundation
import Logging
import NIOPosix

@testable import Wire

/// A server on a socket in a directory of its own, for the time of one test.
struct TestServer: Sendable {
    let server: SocketServer
    let path: String
    /// Holds the calls of `wait`.
    let gate: Gate

    /// Serves the test methods while `body` runs, then stops.
    static func with(
        _ configuration: SocketConfiguration = .data(path: ""),
        methods: [Method] = [],
        group: MultiThreadedEventLoopGroup = .singleton,
        _ body: (TestServer) async throws -> Void
    ) async throws {
        try await withDirectory { directory in
            var configuration = configuration
            configuration.path = directory + "/s"
            // On a busy machine a handler may wait long for a thread; the tests of the timeout
            // set one of their own.
            if configuration.requestTimeout == .seconds(5) {
                configuration.requestTimeout = .seconds(600)
            }
            let gate = Gate()
            let table = MethodTable(TestMethods.all(gate) + methods)
            let server = SocketServer(
                configuration,
                methods: table,
                group: group,
                logger: Logger(label: "test")
            )
            try await server.start()
            async let run: Void = server.run()
            do {
                try await body(TestServer(server: server, path: configuration.path, gate: gate))
            } catch {
                gate.open()
                await server.shutdown(within: .seconds(5))
                throw error
            }
            gate.open()
            await server.shutdown(within: .seconds(5))
            await run
        }
    }

    /// A directory with a short path that others may enter, removed afterwards.
    static func withDirectory(_ body: (String) async throws -> Void) async throws {
        let name = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let directory = "/tmp/sc-\(name)"
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o755]
        )
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(directory)
    }

    func connect() async throws -> RawClient { try await RawClient.connect(path) }
}

/// The text of a request.
func line(_ method: String, id: Int? = nil, params: String? = nil) -> String {
    let id = id.map { ",\"id\":\($0)" } ?? ""
    let params = params.map { ",\"params\":\($0)" } ?? ""
    return "{\"jsonrpc\":\"2.0\"\(id),\"method\":\"\(method)\"\(params)}\n"
}

/// The text of an answer.
func result(_ id: Int, _ value: String) -> String {
    "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"result\":\(value)}"
}
