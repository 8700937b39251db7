package import ArgumentParser
import Wire

/// `sidecar call`: one request, its result printed.
package struct CallCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Calls one method and prints its result.",
        discussion: """
            Parameters are name=value, or one JSON value. A value that is JSON is taken as such, \
            any other as a string. name=@FILE and name=@- read the value from a file or from \
            standard input: a key given as an argument is visible to other users.
            """
    )

    /// Where the socket is.
    @OptionGroup package var options: SettingsOptions

    /// The method to call.
    @Argument(help: "The method, such as key.authorize.")
    package var method: String

    /// What follows the method; takes what begins with a dash as well, since -5 is a value.
    @Argument(parsing: .allUnrecognized, help: "name=value …, or one JSON value.")
    package var parameters: [String] = []

    package init() {}

    package mutating func run() async throws {
        let surroundings = CommandSurroundings.current
        let arguments = try CallArguments(parameters)
        let descriptor = surroundings.methods.first { $0.name == method }
        let path = try options.socketPath(for: descriptor?.role ?? .data, surroundings)
        let params = try arguments.params { source throws(CommandFailure) in
            try Self.read(source, surroundings)
        }
        let result = try await CommandClient.call(
            method,
            params,
            at: path,
            timeout: CommandClient.timeout(for: descriptor)
        )
        try surroundings.print(JSONWriter.string(result) + "\n")
    }

    private static func read(
        _ source: CallArguments.Source,
        _ surroundings: CommandSurroundings
    ) throws(CommandFailure) -> String {
        do {
            switch source {
            case .value(let value): return JSONWriter.string(value)
            case .file(let path): return try surroundings.readFile(surroundings.host.absolute(path))
            case .standardInput: return try surroundings.readInput()
            }
        } catch {
            switch source {
            case .file(let path): throw .usage("\(path) cannot be read: \(error)")
            case .value, .standardInput: throw .usage("standard input cannot be read: \(error)")
            }
        }
    }
}
