package import ArgumentParser
import Logging

/// `sidecar serve`: runs the daemon.
package struct ServeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs the daemon."
    )

    /// The settings that the command line gives.
    @OptionGroup package var options: SettingsOptions

    /// Whether to stop after the settings.
    @Flag(help: "Check the settings, print those that hold and where each came from, and exit.")
    package var check = false

    package init() {}

    package mutating func run() async throws {
        let loaded = try options.load()
        let obstacles = loaded.obstacles
        guard obstacles.isEmpty else { throw CommandFailure(SettingsError(obstacles)) }
        if check {
            try Self.report(loaded, .current)
        } else {
            try await Self.serve(loaded, options, .current)
        }
    }

    private static func serve(
        _ loaded: LoadedSettings,
        _ options: SettingsOptions,
        _ surroundings: CommandSurroundings
    ) async throws(CommandFailure) {
        SidecarLogging.bootstrap(loaded.settings.process)
        defer { SidecarLogging.drain() }
        for warning in loaded.warnings {
            SidecarLogging.logger("sidecar")
                .warning("setting", metadata: .with([.detail: "\(warning)"]))
        }
        let daemon = SidecarDaemon(loaded.settings) { try options.load(surroundings) }
        do {
            try await daemon.run()
        } catch {
            throw CommandFailure(startFailure: error)
        }
    }

    private static func report(
        _ loaded: LoadedSettings,
        _ surroundings: CommandSurroundings
    ) throws(CommandFailure) {
        for warning in loaded.warnings {
            let line = LogText.escape(LogRedaction.redact(warning.description), quotes: false)
            surroundings.errorOutput("warning: \(line)\n")
        }
        try surroundings.print(loaded.listing)
    }
}
