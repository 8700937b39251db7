package import ArgumentParser
package import Wire

/// `sidecar openrpc`: prints the description of all methods.
package struct OpenRPCCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "openrpc",
        abstract: "Prints the OpenRPC document that describes all methods."
    )

    /// What the document says about the program.
    package static let info = OpenRPCInfo(
        title: "sidecar",
        version: SidecarVersion.text,
        description: "Authenticates virtual keys and books spend beside an LLM proxy, in JSON-RPC "
            + "2.0 over Unix domain sockets."
    )

    package init() {}

    package mutating func run() async throws {
        let surroundings = CommandSurroundings.current
        try surroundings.print(JSONWriter.string(Self.document(surroundings.methods).json) + "\n")
    }

    /// The description of these methods and of `rpc.discover`, as the daemon answers it too.
    package static func document(_ methods: [MethodDescriptor]) -> OpenRPCDocument {
        OpenRPCDocument(info: info, methods: methods + [DiscoverMethod.descriptor])
    }
}
