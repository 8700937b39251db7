import Foundation
import Logging
import NIOConcurrencyHelpers
import NIOPosix
import Sidecar
import Wire

/// Runs commands in this process and keeps what they printed.
struct CommandFixture: Sendable {
    var environment = ["HOME": "/home/ada"]
    var files: [String: String] = [:]
    var input = ""
    var methods: [MethodDescriptor] = []
    var onTerminal = false

    struct Missing: Error, CustomStringConvertible {
        let description = "no such file"
    }

    /// What a command left behind.
    struct Outcome: Equatable {
        var code: Int32
        var output: String
        var errors: String

        /// The member of the error line's object.
        func error(_ name: String) -> JSON? {
            (try? JSONParser.parse(errors))?["error"]?[name]
        }
    }

    func run(_ arguments: String...) async -> Outcome {
        await run(arguments: arguments)
    }

    func run(arguments: [some StringProtocol]) async -> Outcome {
        let output = NIOLockedValueBox("")
        let errors = NIOLockedValueBox("")
        let (files, input) = (files, input)
        let surroundings = CommandSurroundings(
            methods: methods,
            host: SettingsHost(environment: environment, isRoot: false, currentDirectory: "/cwd"),
            readFile: { path in
                guard let text = files[path] else { throw Missing() }
                return text
            },
            readInput: { input },
            output: { text in output.withLockedValue { $0 += text } },
            errorOutput: { text in errors.withLockedValue { $0 += text } },
            errorsAreForEyes: onTerminal
        )
        let code = await SidecarProgram.run(arguments.map { String($0) }, in: surroundings)
        return Outcome(
            code: code,
            output: output.withLockedValue(\.self),
            errors: errors.withLockedValue(\.self)
        )
    }

    /// Serves methods on a data and an admin socket while `body` runs.
    static func serving(
        _ methods: [Method],
        _ body: (_ fixture: CommandFixture, _ data: String, _ admin: String) async throws -> Void
    ) async throws {
        let directory = "/tmp/sc-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let sockets = [
            SocketConfiguration.data(path: "\(directory)/d"), .admin(path: "\(directory)/a"),
        ]
        let servers = sockets.map {
            SocketServer(
                $0,
                methods: MethodTable(methods),
                group: MultiThreadedEventLoopGroup.singleton,
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            )
        }
        for server in servers { try await server.start() }
        var fixture = CommandFixture()
        fixture.methods = methods.map(\.descriptor)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for server in servers { group.addTask { await server.run() } }
            let result = await Result { try await body(fixture, sockets[0].path, sockets[1].path) }
            for server in servers { await server.shutdown(within: .seconds(5)) }
            try await group.waitForAll()
            try result.get()
        }
    }

    /// A method that answers what `handler` makes of its parameters.
    static func method(
        _ name: String,
        role: Role = .data,
        _ handler: @escaping @Sendable (Arguments) throws(WireError) -> JSON
    ) -> Method {
        let descriptor = MethodDescriptor(
            name: name,
            summary: "For tests.",
            role: role,
            parameters: [Field("a", .any, "Anything."), Field("b", .any, "Anything.")],
            result: .any,
            examples: []
        )
        return Method(descriptor) { arguments, _ throws(WireError) in try handler(arguments) }
    }
}

extension Result where Failure == any Error {
    fileprivate init(catching body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
