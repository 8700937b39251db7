import Store

/// The checks of the proxy as a whole and of the key.
extension AdmissionRules {
    /// Exact membership, as the proxy compares: no groups, wildcards or templates here.
    static func proxyRoutes(_ request: AdmissionRequest, _ policy: AdmissionPolicy) -> Refusal? {
        guard let allowed = policy.allowedRoutes, let route = request.route,
            !allowed.contains(route)
        else { return nil }
        return .routeNotAllowed(.global, route: route)
    }

    static func keyBlocked(_ chain: AccountChain) -> Refusal? {
        chain.key.row.isBlocked ? .blocked(.key(of: chain.key.row)) : nil
    }

    /// `all-team-models` hands the question to the team's own check, which for a key without a team
    /// asks nobody: the proxy leaves such a key unrestricted.
    ///
    /// A batch is granted by the key's list or by its access groups, not by both together.
    static func keyModels(
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy,
        _ models: ProxyModels
    ) -> Refusal? {
        guard !chain.key.row.models.isEmpty,
            !chain.key.row.models.contains(ModelRules.allTeamModels)
        else { return nil }
        let naming = ModelNaming.of(chain)
        guard
            let denied = ModelRules.firstDenied(
                of: request.models,
                by: chain.key.row.models,
                naming,
                policy,
                models
            ),
            !grant(chain.keyAccessGroupModels, request, naming, policy, models)
        else { return nil }
        return .modelNotAllowed(.key(of: chain.key.row), model: denied)
    }

    /// Whether access groups with these models grant every model that is asked for.
    static func grant(
        _ groupModels: [String],
        _ request: AdmissionRequest,
        _ naming: ModelNaming,
        _ policy: AdmissionPolicy,
        _ models: ProxyModels
    ) -> Bool {
        guard !groupModels.isEmpty else { return false }
        return ModelRules.firstDenied(
            of: request.models,
            by: groupModels,
            naming,
            policy,
            models
        ) == nil
    }

    /// A key whose user is gone belongs to nobody who could have been switched off.
    static func ownerActive(_ chain: AccountChain) -> Refusal? {
        guard let user = chain.user, !user.row.isActive else { return nil }
        return .ownerDeactivated(userID: user.row.userID)
    }

    /// A key still works in the very millisecond that `expires` names.
    static func keyExpiry(_ chain: AccountChain, _ now: Timestamp) -> Refusal? {
        guard let expires = chain.key.row.expires, expires < now else { return nil }
        return .expired(.key(of: chain.key.row), at: expires)
    }

    static func keyRoutes(_ chain: AccountChain, _ request: AdmissionRequest) -> Refusal? {
        guard !chain.key.row.allowedRoutes.isEmpty, let route = request.route,
            !RouteRules.allows(route, by: chain.key.row.allowedRoutes)
        else { return nil }
        return .routeNotAllowed(.key(of: chain.key.row), route: route)
    }
}
