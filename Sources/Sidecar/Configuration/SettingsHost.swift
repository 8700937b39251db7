/// What the loader has to know of the process and its surroundings.
package struct SettingsHost: Equatable, Sendable {
    /// The environment variables.
    package var environment: [String: String]
    /// Whether the effective user is root.
    package var isRoot: Bool
    /// The directory that relative paths begin in; absolute.
    package var currentDirectory: String

    package init(environment: [String: String], isRoot: Bool, currentDirectory: String) {
        self.environment = environment
        self.isRoot = isRoot
        self.currentDirectory = currentDirectory
    }

    /// The same path from the root, with `.` and doubled slashes gone.
    package func absolute(_ path: String) -> String {
        let full = path.hasPrefix("/") ? path : "\(currentDirectory)/\(path)"
        // `..` stays: only the kernel knows where a symbolic link leads.
        return "/" + full.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
