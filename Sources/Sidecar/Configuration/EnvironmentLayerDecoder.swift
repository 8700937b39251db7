import Wire

/// Finds settings among the environment variables: `SIDECAR_…`, and `DATABASE_URL`.
package enum EnvironmentLayerDecoder {
    /// Names the file, as `--config` does.
    package static let configVariable = "SIDECAR_CONFIG"

    private static let prefix = "SIDECAR_"

    /// An empty variable counts as not set: that is how templates leave something out.
    package static func decode(_ environment: [String: String]) -> SettingsLayer {
        var layer = SettingsLayer()
        if let url = environment["DATABASE_URL"], !url.isEmpty {
            layer.candidates["database_url"] = candidate(url, from: "DATABASE_URL")
        }
        for name in environment.keys.filter({ $0.hasPrefix(prefix) }).sorted() {
            if name == configVariable { continue }
            guard let definition = byVariable[name] else {
                let hint = NearestName.hint(name, among: byVariable.keys.sorted())
                layer.warnings.append(
                    SettingProblem(nil, .environment(name), "is not a setting\(hint)")
                )
                continue
            }
            if let text = environment[name], !text.isEmpty {
                layer.candidates[definition.name] = candidate(text, from: name)
            }
        }
        return layer
    }

    /// The variables for the database that are set and hold nothing.
    static func emptyURLs(_ environment: [String: String]) -> [String] {
        ["DATABASE_URL", prefix + "DATABASE_URL"].filter { environment[$0]?.isEmpty == true }
    }

    private static func candidate(_ text: String, from name: String) -> SettingCandidate {
        SettingCandidate(.text(.one(text)), .environment(name))
    }

    private static let byVariable: [String: SettingDefinition] = Dictionary(
        uniqueKeysWithValues: SettingsTable.all.map { ($0.environmentName, $0) }
    )
}
