import Store

/// The names under which one key knows models.
struct ModelNaming {
    /// `aliases` of the key.
    var keyAliases: [String: String] = [:]
    /// The model aliases of the key's team.
    var teamAliases: [String: String] = [:]
    /// The key's team, whether its row exists or not.
    var teamID: String?
}

extension ModelNaming {
    /// Those that the key and its team set.
    ///
    /// No initializer, which would be handed a chain of its own: a copy.
    static func of(_ chain: AccountChain) -> ModelNaming {
        ModelNaming(
            keyAliases: chain.key.row.aliases,
            teamAliases: chain.teamAliases?.row.aliases ?? [:],
            teamID: chain.key.row.teamID
        )
    }

    /// The name that the key's own aliases lead to; nil where none of them applies.
    ///
    /// The proxy resolves team, key, global and once more key aliases. Only if one of the key took
    /// part does the result replace the name that lists are asked about.
    func dispatchedName(of name: String, globalAliases: [String: String]) -> String? {
        guard !keyAliases.isEmpty else { return nil }
        let afterTeam = teamAliases[name] ?? name
        let afterKey = keyAliases[afterTeam] ?? afterTeam
        let afterGlobal = globalAliases[afterKey] ?? afterKey
        let dispatched = keyAliases[afterGlobal] ?? afterGlobal
        return afterKey != afterTeam || dispatched != afterGlobal ? dispatched : nil
    }

    /// What a team alias stands for, unless it points to a deployment of the team that is gone.
    func liveTeamTarget(
        of name: String,
        _ policy: AdmissionPolicy,
        _ models: ProxyModels
    ) -> String {
        guard !teamAliases.isEmpty, let target = teamAliases[name] else { return name }
        let isOwnDeployment = target.hasPrefix("model_name_\(teamID ?? "")_")
        let isGone = !policy.models.names.contains(target) && !models.names.contains(target)
        return isOwnDeployment && isGone ? name : target
    }
}
