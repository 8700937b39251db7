package import ArgumentParser
import Store
import Wire

/// `sidecar schema`: the tables, triggers and own schema of a database.
package struct SchemaCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Makes the tables, and installs, verifies or removes the triggers.",
        subcommands: [Create.self, Attach.self, Check.self, Detach.self]
    )

    package init() {}

    /// `sidecar schema create`.
    package struct Create: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Makes the tables in an empty database."
        )
        @OptionGroup package var options: SettingsOptions

        package init() {}

        package mutating func run() async throws {
            try await SchemaTask.perform(.create, options, .current)
        }
    }

    /// `sidecar schema attach`.
    package struct Attach: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Installs the triggers and the sidecar schema in an existing database."
        )
        @OptionGroup package var options: SettingsOptions

        package init() {}

        package mutating func run() async throws {
            try await SchemaTask.perform(.attach, options, .current)
        }
    }

    /// `sidecar schema check`.
    package struct Check: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Verifies the triggers and the sidecar schema."
        )
        @OptionGroup package var options: SettingsOptions

        package init() {}

        package mutating func run() async throws {
            try await SchemaTask.perform(.check, options, .current)
        }
    }

    /// `sidecar schema detach`.
    package struct Detach: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Removes the triggers and the sidecar schema without trace."
        )
        @OptionGroup package var options: SettingsOptions

        package init() {}

        package mutating func run() async throws {
            try await SchemaTask.perform(.detach, options, .current)
        }
    }
}
