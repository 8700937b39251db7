/// Usable settings, and how they came about.
package struct LoadedSettings: Equatable, Sendable {
    /// The settings that hold.
    package let settings: Settings
    /// By setting name; every setting has one.
    package let origins: [String: SettingOrigin]
    /// What somebody should look at; nothing here keeps the daemon from starting.
    package let warnings: [SettingProblem]

    package init(
        settings: Settings,
        origins: [String: SettingOrigin],
        warnings: [SettingProblem]
    ) {
        self.settings = settings
        self.origins = origins
        self.warnings = warnings
    }

    /// Every setting with its value and origin, one per line; secrets redacted.
    package var listing: String {
        SettingsTable.all.map { definition in
            let origin = origins[definition.name] ?? .standard
            return "\(definition.name) = \(definition.show(settings))  # \(origin)\n"
        }.joined()
    }
}
