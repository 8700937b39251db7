import Wire

/// Finds settings in the file: our own under `sidecar:`, and those that the proxy's part names.
package struct FileLayerDecoder {
    /// The parts of the file that concern us; everything else is the proxy's business.
    package static let topLevelNames: Set<String> = [
        "sidecar", "general_settings", "litellm_settings", "model_list", "router_settings",
        "include",
    ]

    private let path: String
    private let environment: [String: String]
    private var layer = SettingsLayer()

    /// What the file at `path` says, given its top level.
    package static func decode(
        _ root: ConfigNode,
        path: String,
        environment: [String: String]
    ) -> SettingsLayer {
        var decoder = FileLayerDecoder(path: path, environment: environment)
        decoder.takeProxyFields(root)
        decoder.takeOwnPart(root)
        return decoder.layer
    }

    private init(path: String, environment: [String: String]) {
        self.path = path
        self.environment = environment
    }

    private mutating func takeProxyFields(_ root: ConfigNode) {
        for definition in SettingsTable.all {
            guard let field = definition.proxyField else { continue }
            let names = field.split(separator: ".").map { String($0) }
            let node = names.reduce(Optional(root)) { node, name in node?[name] }
            if let node { layer.candidates[definition.name] = candidate(node, field) }
        }
    }

    private mutating func takeOwnPart(_ root: ConfigNode) {
        guard let own = root["sidecar"] else { return }
        guard case .map(let entries) = own.content else {
            note("sidecar", own, "expected settings as names with values")
            return
        }
        var seen: Set<String> = []
        for entry in entries {
            let isKnown = SettingsTable.definition(named: entry.name) != nil
            guard SettingsTable.groups.contains(entry.name) || isMap(entry.value) && !isKnown
            else {
                take(entry.name, entry.value, &seen)
                continue
            }
            switch entry.value.content {
            case .null: continue
            case .map(let members):
                for member in members { take("\(entry.name).\(member.name)", member.value, &seen) }
            case .scalar, .list:
                let field = "sidecar.\(entry.name)"
                note(field, entry.value, "is a group of settings: expected names with values")
            }
        }
    }

    private mutating func take(_ name: String, _ node: ConfigNode, _ seen: inout Set<String>) {
        let field = "sidecar.\(name)"
        guard SettingsTable.definition(named: name) != nil else {
            note(field, node, "unknown setting\(hint(name))")
            return
        }
        guard seen.insert(name).inserted else {
            note(field, node, "set more than once")
            return
        }
        if node.content != .null { layer.candidates[name] = candidate(node, field) }
    }

    /// The nearest name, or the one that is the same but for its group.
    private func hint(_ name: String) -> String {
        let known = SettingsTable.all.map(\.name)
        let near = NearestName.hint(name, among: known + SettingsTable.groups.sorted())
        guard near.isEmpty else { return near }
        let last = name.split(separator: ".").last.map(String.init) ?? name
        let members = known.filter { $0.contains(".") }
        let ends = members.map { $0.split(separator: ".").last.map(String.init) ?? $0 }
        guard let nearest = NearestName.of(last, among: ends),
            let place = ends.firstIndex(of: nearest)
        else { return "" }
        return "; did you mean \(members[place])?"
    }

    private func isMap(_ node: ConfigNode) -> Bool {
        if case .map = node.content { true } else { false }
    }

    private func candidate(_ node: ConfigNode, _ field: String) -> SettingCandidate {
        SettingCandidate(
            EnvironmentReference.candidate(for: node, in: environment),
            .file(path, line: node.line, field: field)
        )
    }

    private mutating func note(_ field: String, _ node: ConfigNode, _ message: String) {
        layer.problems.append(
            SettingProblem(nil, .file(path, line: node.line, field: field), message)
        )
    }
}
