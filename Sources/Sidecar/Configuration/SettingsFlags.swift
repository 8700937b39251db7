/// The settings that the command line gave.
package struct SettingsFlags: Equatable, Sendable {
    /// `--config`.
    package var configFile: String?
    /// By setting name; only settings whose definition has a flag.
    package var values: [String: String] = [:]

    package init(configFile: String? = nil, _ values: [String: String] = [:]) {
        self.configFile = configFile
        self.values = values
    }

    /// The flags as a layer.
    package var layer: SettingsLayer {
        var layer = SettingsLayer()
        for (name, text) in values {
            let flag = SettingsTable.definition(named: name)?.flag ?? name
            layer.candidates[name] = SettingCandidate(.text(.one(text)), .flag(flag))
        }
        return layer
    }
}
