/// Where files go when nobody says: root's fixed places, or the user's own by the XDG rules.
package struct DefaultPaths: Equatable, Sendable {
    /// Nil where the environment names neither a state nor a home directory.
    package let stateDirectory: String?
    /// Holds the sockets; nil where it would be in a state directory that is not known.
    package let runDirectory: String?

    /// The places for this host, given the state directory if somebody set it.
    package init(_ host: SettingsHost, stateDirectory chosen: String?) {
        if host.isRoot {
            stateDirectory = chosen ?? "/var/lib/sidecar"
            runDirectory = "/run/sidecar"
            return
        }
        let state = Self.directory(host, "XDG_STATE_HOME", "sidecar")
        let home = Self.directory(host, "HOME", ".local/state/sidecar")
        stateDirectory = chosen ?? state ?? home
        let runtime = Self.directory(host, "XDG_RUNTIME_DIR", "sidecar")
        runDirectory = runtime ?? stateDirectory.map { "\($0)/run" }
    }

    /// The rules say that a relative path in these variables is to be ignored.
    private static func directory(_ host: SettingsHost, _ name: String, _ below: String) -> String?
    {
        guard let base = host.environment[name], base.hasPrefix("/") else { return nil }
        return host.absolute("\(base)/\(below)")
    }
}
