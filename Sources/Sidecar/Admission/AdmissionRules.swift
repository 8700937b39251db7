package import Store

/// Whether a request may go ahead, judged by the proxy's checks in the proxy's order.
///
/// Pure: the rows of the key, the request, the settings, the models and the time come in, a verdict
/// goes out. A request that passes costs no allocation; sentences are made for refusals and for
/// `explain` only. A check of something that the key does not have passes.
package enum AdmissionRules {
    /// Makes the checks in order and stops at the first that fails.
    ///
    /// `models` are those of the database; those of the configuration file stand in `policy`.
    package static func verdict(
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        policy: AdmissionPolicy,
        models: ProxyModels,
        now: Timestamp
    ) -> Verdict {
        for check in Check.order {
            let refusal = refusal(
                by: check,
                chain,
                request,
                policy: policy,
                models: models,
                now: now
            )
            if let refusal { return .refused(refusal) }
        }
        return .allowed(
            warnings: warnings(request, isEndUserVerified: chain.isEndUserVerified)
        )
    }

    /// Judges a request that shows the master key, which no row of a key or team binds.
    package static func masterVerdict(
        endUser: Cached<EndUserRow>?,
        isEndUserVerified: Bool = true,
        _ request: AdmissionRequest,
        policy: AdmissionPolicy,
        models: ProxyModels
    ) -> Verdict {
        for check in Check.masterOrder {
            let refusal = masterRefusal(
                by: check,
                endUser,
                request,
                policy: policy,
                models: models
            )
            if let refusal { return .refused(refusal) }
        }
        return .allowed(warnings: warnings(request, isEndUserVerified: isEndUserVerified))
    }

    /// What one check says: the single place where the name of a check meets its rule.
    static func refusal(
        by check: Check,
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        policy: AdmissionPolicy,
        models: ProxyModels,
        now: Timestamp
    ) -> Refusal? {
        switch check {
        case .proxyRoutes: proxyRoutes(request, policy)
        case .keyBlocked: keyBlocked(chain)
        case .keyModels: keyModels(chain, request, policy, models)
        case .ownerActive: ownerActive(chain)
        case .keyExpiry: keyExpiry(chain, now)
        case .keyRoutes: keyRoutes(chain, request)
        case .teamBlocked: teamBlocked(chain)
        case .teamModels: teamModels(chain, request, policy, models)
        case .memberModels: memberModels(chain, request, policy, models)
        case .userModels: userModels(chain, request, policy, models)
        case .endUserBlocked: endUserBlocked(chain.endUser, policy)
        case .endUserModels:
            chain.endUser == nil
                ? nil
                : endUserModels(chain.endUser, ModelNaming(chain), request, policy, models)
        }
    }

    /// What one check says of the master key.
    static func masterRefusal(
        by check: Check,
        _ endUser: Cached<EndUserRow>?,
        _ request: AdmissionRequest,
        policy: AdmissionPolicy,
        models: ProxyModels
    ) -> Refusal? {
        switch check {
        case .proxyRoutes: proxyRoutes(request, policy)
        case .endUserBlocked: endUserBlocked(endUser, policy)
        case .endUserModels: endUserModels(endUser, ModelNaming(), request, policy, models)
        case .keyBlocked, .keyModels, .ownerActive, .keyExpiry, .keyRoutes, .teamBlocked,
            .teamModels, .memberModels, .userModels:
            nil
        }
    }

    private static func warnings(
        _ request: AdmissionRequest,
        isEndUserVerified: Bool
    ) -> [AdmissionWarning] {
        guard !isEndUserVerified, let endUser = request.endUserID else { return [] }
        return [AdmissionWarning(.endUserUnverified, .endUser(endUser))]
    }
}
