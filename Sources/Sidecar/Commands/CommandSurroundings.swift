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
    /// Takes what standard output gets; throws where it is not taken.
    package var output: @Sendable (String) throws -> Void
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
        output: @escaping @Sendable (String) throws -> Void,
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

    /// Gives a command's result to whoever reads standard output.
    ///
    /// - Throws: `CommandFailure`: a result that nobody got is none.
    package func print(_ text: String) throws(CommandFailure) {
        do {
            try output(text)
        } catch {
            throw CommandFailure(.failed, "output", "standard output cannot be written: \(error)")
        }
    }

    /// Those of this process.
    package static func process(methods: [MethodDescriptor] = []) -> CommandSurroundings {
        CommandSurroundings(
            methods: methods,
            host: ProcessHost.current(),
            readFile: { try TextReader.file($0) },
            readInput: { try TextReader.standardInput() },
            output: { text in
                if let error = FileDescriptorWriter.standardOutput.write(text) { throw error }
            },
            errorOutput: { FileDescriptorWriter.standardError.write($0) },
            errorsAreForEyes: FileDescriptorWriter.standardError.isTerminal
        )
    }
}
