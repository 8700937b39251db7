import Store

/// The checks that keys have in common: team, team member, user, end user.
///
/// A team or user whose row is gone refuses nothing, as in the proxy. The models of an organization
/// are no check: the proxy looks at them when a team is made or changed, never at a request.
extension AdmissionRules {
    static func teamBlocked(_ chain: AccountChain) -> Refusal? {
        guard let team = chain.team, team.row.isBlocked else { return nil }
        return .blocked(.team(team.row.teamID))
    }

    /// What the team refuses, access groups that were given to the key or the team may still grant.
    ///
    /// A group that the key only names widens the key's own list, not the team's: who may set
    /// `access_group_ids` of a key would overrule the team otherwise.
    static func teamModels(
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy,
        _ models: ProxyModels
    ) -> Refusal? {
        guard let team = chain.team, !team.row.models.isEmpty else { return nil }
        let naming = ModelNaming.of(chain)
        guard
            let denied = ModelRules.firstDenied(
                of: request.models,
                by: team.row.models,
                naming,
                policy,
                models
            ),
            !teamGroupsGrant(request, chain, team.row.models, naming, policy, models),
            !grant(chain.keyOwnedAccessGroupModels, request, naming, policy, models)
        else { return nil }
        return .modelNotAllowed(.team(team.row.teamID), model: denied)
    }

    /// Whether the team's list together with its access groups grants every model asked for.
    private static func teamGroupsGrant(
        _ request: AdmissionRequest,
        _ chain: AccountChain,
        _ list: [String],
        _ naming: ModelNaming,
        _ policy: AdmissionPolicy,
        _ models: ProxyModels
    ) -> Bool {
        guard !chain.teamAccessGroupModels.isEmpty else { return false }
        return ModelRules.firstDenied(
            of: request.models,
            by: list + chain.teamAccessGroupModels,
            naming,
            policy,
            models
        )
            == nil
    }

    /// The member's own list; the aliases of the team do not count here, those of the key do.
    static func memberModels(
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy,
        _ models: ProxyModels
    ) -> Refusal? {
        guard let budget = chain.teamMemberBudget, !budget.row.allowedModels.isEmpty,
            let team = chain.key.row.teamID, let user = chain.key.row.userID
        else { return nil }
        var naming = ModelNaming.of(chain)
        naming.teamAliases = [:]
        return ModelRules.firstDenied(
            of: request.models,
            by: budget.row.allowedModels,
            naming,
            policy,
            models
        ).map { .modelNotAllowed(.teamMember(team: team, user: user), model: $0) }
    }

    /// Only for keys without a team: a key of a team whose row is gone has one all the same.
    static func userModels(
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy,
        _ models: ProxyModels
    ) -> Refusal? {
        guard chain.key.row.teamID == nil, let user = chain.user, !user.row.models.isEmpty else {
            return nil
        }
        if user.row.models.contains(ModelRules.noDefaultModels) {
            return request.models.first { _ in true }
                .map { .noModelsOutsideTeams(userID: user.row.userID, model: $0) }
        }
        return ModelRules.firstDenied(
            of: request.models,
            by: user.row.models,
            ModelNaming.of(chain),
            policy,
            models
        ).map { .modelNotAllowed(.user(user.row.userID), model: $0) }
    }

    /// Refuses a blocked end user where the setting asks for it.
    ///
    /// The proxy's core ignores the column; its optional hook refuses after all other checks of
    /// authentication. Here it stands before the end user's models, so a blocked one is told so.
    static func endUserBlocked(
        _ endUser: Cached<EndUserRow>?,
        _ policy: AdmissionPolicy
    ) -> Refusal? {
        guard policy.enforcesBlockedEndUsers, let endUser, endUser.row.isBlocked else {
            return nil
        }
        return .blocked(.endUser(endUser.row.userID))
    }

    /// Asks for what an alias of the team stands for, unless the alias itself is listed.
    static func endUserModels(
        _ endUser: Cached<EndUserRow>?,
        _ naming: ModelNaming,
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy,
        _ models: ProxyModels
    ) -> Refusal? {
        guard let endUser, !endUser.row.models.isEmpty else { return nil }
        let keyNaming = ModelNaming(keyAliases: naming.keyAliases)
        return request.models.first { name in
            let target = naming.liveTeamTarget(of: name, policy, models)
            if target != name, endUser.row.models.contains(name) { return false }
            return !ModelRules.grants(target, by: endUser.row.models, keyNaming, policy, models)
        }.map { .modelNotAllowed(.endUser(endUser.row.userID), model: $0) }
    }
}
