import Store

/// Whether a list of models grants a name, by the proxy's rules.
///
/// The proxy has a second attempt for a wildcard entry: it guesses the provider of a bare name from
/// its own table (`gpt-4o` as `openai/gpt-4o`). Without that table only names that say their
/// provider are known, and for those the second attempt repeats the first: it is not made here.
enum ModelRules {
    static let allProxyModels = "all-proxy-models"
    static let allTeamModels = "all-team-models"
    static let noDefaultModels = "no-default-models"

    /// The first requested name that the list does not grant; nil if it grants them all.
    static func firstDenied(
        of requested: RequestedModels,
        by entries: [String],
        _ naming: ModelNaming,
        _ policy: AdmissionPolicy,
        _ models: ProxyModels
    ) -> String? {
        requested.first { !grants($0, by: entries, naming, policy, models) }
    }

    /// Whether the list grants a name or what its aliases stand for; an empty list grants all.
    static func grants(
        _ name: String,
        by entries: [String],
        _ naming: ModelNaming,
        _ policy: AdmissionPolicy,
        _ models: ProxyModels
    ) -> Bool {
        if entries.isEmpty { return true }
        let globalAliases = policy.globalAliases
        if let dispatched = naming.dispatchedName(of: name, globalAliases: globalAliases) {
            return lists(dispatched, entries, naming, policy, models)
        }
        if lists(name, entries, naming, policy, models) { return true }
        guard let target = globalAliases[name] ?? policy.routerAliases[name], !target.isEmpty else {
            return false
        }
        return lists(target, entries, naming, policy, models)
    }

    /// Whether one of the entries means this very name; what costs little is asked first.
    private static func lists(
        _ name: String,
        _ entries: [String],
        _ naming: ModelNaming,
        _ policy: AdmissionPolicy,
        _ models: ProxyModels
    ) -> Bool {
        for entry in entries where entry == name || entry == "*" || entry == allProxyModels {
            return true
        }
        if !naming.teamAliases.isEmpty, naming.teamAliases[name] != nil { return true }
        for entry in entries {
            if ModelPattern.matches(entry, name) || grouped(name, entry, policy, models) {
                return true
            }
        }
        // In the list of a team it stands for every model that the proxy has.
        guard naming.teamID != nil, entries.contains(allTeamModels) else { return false }
        return policy.routerAliases[name] != nil || isDeployed(name, policy.models)
            || isDeployed(name, models)
    }

    /// Whether the entry names an access group that has the model.
    private static func grouped(
        _ name: String,
        _ entry: String,
        _ policy: AdmissionPolicy,
        _ models: ProxyModels
    ) -> Bool {
        let groups = (policy.models.groups[entry], models.groups[entry])
        if groups.0 == nil, groups.1 == nil { return false }
        if groups.0?.contains(name) ?? false || groups.1?.contains(name) ?? false { return true }
        // An alias of the router has the deployments of what it stands for.
        if let target = policy.routerAliases[name] {
            return groups.0?.contains(target) ?? false || groups.1?.contains(target) ?? false
        }
        // A wildcard deployment serves only names that no deployment has for its own.
        guard !policy.models.names.contains(name), !models.names.contains(name) else {
            return false
        }
        return servesByWildcard(groups.0, name) || servesByWildcard(groups.1, name)
    }

    private static func servesByWildcard(_ deployments: Set<String>?, _ name: String) -> Bool {
        deployments?.contains { ModelPattern.deploymentServes($0, name) } ?? false
    }

    /// Whether the proxy has the model, or a wildcard that covers it.
    private static func isDeployed(_ name: String, _ models: ProxyModels) -> Bool {
        models.names.contains(name) || models.names.contains { ModelPattern.matches($0, name) }
    }
}
