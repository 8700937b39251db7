package import ArgumentParser
import Wire

/// `sidecar health`: for probes; exit code 0 is healthy.
package struct HealthCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Asks whether the daemon is live or ready, or for its status."
    )

    /// How long to wait between two attempts.
    private static let pause = Duration.milliseconds(100)

    /// What to ask.
    @Argument(help: "What to ask: ready, live or status.")
    package var probe = HealthProbe.ready

    /// How long to go on asking; nil asks once.
    @Option(
        help: ArgumentHelp("Ask again until it is healthy, for this long.", valueName: "seconds"),
        transform: Self.duration
    )
    package var wait: Duration?

    /// Where the socket is.
    @OptionGroup package var options: SettingsOptions

    package init() {}

    package mutating func run() async throws {
        let surroundings = CommandSurroundings.current
        let path = try options.socketPath(for: .data, surroundings)
        let deadline = ContinuousClock.now + (wait ?? .zero)
        while true {
            let (answer, failure) = await Self.attempt(probe, at: path)
            if failure == nil || ContinuousClock.now >= deadline {
                if let answer { try surroundings.print(JSONWriter.string(answer) + "\n") }
                if let failure { throw failure }
                return
            }
            try await Task.sleep(for: Self.pause)
        }
    }

    private static func attempt(
        _ probe: HealthProbe,
        at path: String
    ) async
        -> (answer: JSON?, failure: CommandFailure?)
    {
        do throws(CommandFailure) {
            let answer = try await CommandClient.call(probe.method, .none, at: path)
            let complaint = probe.complaint(about: answer)
            return (answer, complaint.map { CommandFailure(.failed, "not_healthy", $0) })
        } catch {
            return (nil, error)
        }
    }

    private static func duration(_ text: String) throws -> Duration {
        guard let duration = DurationText.parse(text) else {
            throw ValidationError("'\(text)' is not \(DurationText.expected)")
        }
        return duration
    }
}
