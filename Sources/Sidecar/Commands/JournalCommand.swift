package import ArgumentParser
import Store
import Wire

/// `sidecar journal`: the spend journal of a state directory, without a daemon.
package struct JournalCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Looks at the spend journal, and says from where its flush goes on.",
        subcommands: [Inspect.self, Verify.self, Resume.self]
    )

    package init() {}

    /// `sidecar journal inspect`.
    package struct Inspect: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Says what the journal holds; a daemon may be using it.",
            discussion: """
                `noted_flushed_sequence` is how far the flush was when that was noted last: up to \
                some seconds before. What the database has is in its `sidecar.checkpoint`.
                """
        )
        @OptionGroup package var options: SettingsOptions

        package init() {}

        package mutating func run() async throws {
            try await JournalTask.perform(.inspect, options, .current)
        }
    }

    /// `sidecar journal verify`.
    package struct Verify: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Reads every record; ends with 1 where something is damaged or missing."
        )
        @OptionGroup package var options: SettingsOptions

        package init() {}

        package mutating func run() async throws {
            try await JournalTask.perform(.verify, options, .current)
        }
    }

    /// `sidecar journal resume`.
    package struct Resume: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Says which event the database has last; the daemon must be down.",
            discussion: """
                For a flush that waits since the database lost its checkpoint, is another one than \
                before, or lacks events that the journal has no longer. The next start books all \
                events after the one that is named, and none before it. That number is \
                \(FlushObstacle.whereToFind).
                """
        )
        @Option(help: "The last event that the database has; 0 for none.")
        package var from: Int64
        @OptionGroup package var options: SettingsOptions

        package init() {}

        package mutating func run() async throws {
            try await JournalTask.perform(.resume(from: from), options, .current)
        }
    }
}
