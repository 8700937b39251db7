package import Wire

/// What a command has of the world outside: a process, or a test's stand-in.
package struct CommandSurroundings: Sendable {
    /// The surroundings of the command that runs.
    ///
    /// Commands are made by the argument parser, which can hand them nothing but arguments.
    @TaskLocal package static var current = CommandSurroundings.process()

    /// What the daemon can be asked, without `rpc.discover`.
    package var methods: [MethodDescriptor]
    /// Environment, user and directory.
    package var host: SettingsHost
    /// The text of the file at a path.
    package var readFile: @Sendable (String) throws -> String
    /// All of standard input.
    package var readInput: @Sendable () throws -> String
    /// Takes what standard output gets.
    package var output: @Sendable (String) -> Void
    /// Takes what standard error gets.
    package var errorOutput: @Sendable (String) -> Void
    /// Whether standard error is a terminal.
    package var errorsAreForEyes: Bool

    /// Takes each of them; `process` has those of this process.
    package init(
        methods: [MethodDescriptor],
        host: SettingsHost,
        readFile: @escaping @Sendable (String) throws -> String,
        readInput: @escaping @Sendable () throws -> String,
        output: @escaping @Sendable (String) -> Void,
        errorOutput: @escaping @Sendable (String) -> Void,
        errorsAreForEyes: Bool
    ) {
        self.methods = methods
        self.host = host
        self.readFile = readFile
        self.readInput = readInput
        self.output = output
        self.errorOutput = errorOutput
        self.errorsAreForEyes = errorsAreForEyes
    }

    /// Those of this process.
    package static func process(methods: [MethodDescriptor] = []) -> CommandSurroundings {
        CommandSurroundings(
            methods: methods,
            host: ProcessHost.current(),
            readFile: { try TextReader.file($0) },
            readInput: { try TextReader.standardInput() },
            output: { FileDescriptorWriter.standardOutput.write($0) },
            errorOutput: { FileDescriptorWriter.standardError.write($0) },
            errorsAreForEyes: FileDescriptorWriter.standardError.isTerminal
        )
    }
}
