import Sidecar

/// Loads settings without a process: a host, files as texts, flags.
struct SettingsFixture {
    var flags = SettingsFlags()
    var environment = ["HOME": "/home/ada"]
    var isRoot = false
    var files: [String: String] = [:]

    struct Missing: Error {}

    /// A fixture whose `--config` names a file with this text.
    static func file(_ text: String, environment: [String: String] = [:]) -> SettingsFixture {
        var fixture = SettingsFixture()
        fixture.flags.configFile = "/etc/proxy.yaml"
        fixture.files["/etc/proxy.yaml"] = text
        fixture.environment.merge(environment) { $1 }
        return fixture
    }

    func load() throws(SettingsError) -> LoadedSettings {
        let host = SettingsHost(
            environment: environment,
            isRoot: isRoot,
            currentDirectory: "/home/ada/here"
        )
        return try SettingsLoader.load(flags: flags, host: host) { path in
            guard let text = files[path] else { throw Missing() }
            return text
        }
    }

    /// What is wrong, as a person reads it; empty if nothing is.
    func problems() -> [String] {
        do {
            _ = try load()
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }
}
