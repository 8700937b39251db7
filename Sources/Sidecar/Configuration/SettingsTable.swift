/// Every setting there is; names, checks, listings and the reference page all come from it.
package enum SettingsTable {
    /// In the order of the reference page.
    package static let sections: [SettingsSection] = [
        sockets, database, cache, freshness, spend, grants, differences, process, limits,
    ]

    /// All settings, section by section.
    package static let all: [SettingDefinition] = sections.flatMap(\.definitions)

    /// The definition of that name.
    package static func definition(named name: String) -> SettingDefinition? {
        byName[name]
    }

    /// What names with dots begin with: `cache`, `journal`, ….
    package static let groups: Set<String> = Set(
        all.compactMap { definition in
            let parts = definition.name.split(separator: ".")
            return parts.count == 2 ? parts.first.map { String($0) } : nil
        }
    )

    private static let byName: [String: SettingDefinition] = Dictionary(
        uniqueKeysWithValues: all.map { ($0.name, $0) }
    )
}
