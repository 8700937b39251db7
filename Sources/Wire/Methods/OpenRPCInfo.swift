/// What an OpenRPC document says about the program itself.
package struct OpenRPCInfo: Equatable, Sendable {
    /// What the program is called.
    package var title: String
    /// The version of the program, not of the specification.
    package var version: String
    /// What it is for, and how to talk to it.
    package var description: String

    package init(title: String, version: String, description: String) {
        self.title = title
        self.version = version
        self.description = description
    }
}
