package import ArgumentParser

/// The `sidecar` program: one command per task, `serve` first among them.
package struct SidecarCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sidecar",
        abstract: "Authenticates virtual keys and books spend beside an LLM proxy.",
        version: SidecarVersion.text,
        subcommands: [
            ServeCommand.self, CallCommand.self, HealthCommand.self, SchemaCommand.self,
            JournalCommand.self,
            OpenRPCCommand.self,
        ]
    )

    package init() {}
}
