import ArgumentParser
import Glibc

/// Runs the command that the arguments name; errors go to standard error, codes to the caller.
package enum SidecarProgram {
    /// The exit code of the program with these arguments, its own name left out.
    package static func run(
        _ arguments: [String],
        in surroundings: CommandSurroundings
    ) async
        -> Int32
    {
        await CommandSurroundings.$current.withValue(surroundings) {
            do {
                var command = try SidecarCommand.parseAsRoot(arguments)
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
                return ExitStatus.ok.rawValue
            } catch {
                return end(error, surroundings)
            }
        }
    }

    private static func end(_ error: any Error, _ surroundings: CommandSurroundings) -> Int32 {
        let code = SidecarCommand.exitCode(for: error)
        if code.isSuccess {
            // Help and version are asked for: they are output, not errors.
            do throws(CommandFailure) {
                try surroundings.print(SidecarCommand.fullMessage(for: error) + "\n")
                return code.rawValue
            } catch {
                return end(error, surroundings)
            }
        }
        if surroundings.errorsAreForEyes, !(error is CommandFailure) {
            // The parser's own text adds the usage of the command that was meant.
            surroundings.errorOutput(SidecarCommand.fullMessage(for: error) + "\n")
            return code.rawValue
        }
        let failure = CommandFailure(error)
        surroundings.errorOutput(surroundings.errorsAreForEyes ? failure.text : failure.line)
        return failure.status.rawValue
    }
}

/// Parses the process's arguments, runs the command they name, and exits with its code.
package func runSidecar() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    // Only the daemon holds the keys of others.
    if arguments.first == "serve" { CrashReport.hideMemory() }
    exit(await SidecarProgram.run(arguments, in: .process(methods: SidecarMethods.descriptors)))
}
