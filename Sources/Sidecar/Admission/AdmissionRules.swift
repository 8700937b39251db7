package import Store

/// Whether a request may go ahead, judged by the proxy's checks in the proxy's order.
///
/// Pure: the rows of the key, the request, the settings, the models and the time come in, a verdict
/// goes out. A request that passes costs no allocation; sentences are made for refusals and for
/// `explain` only. A check of something that the key does not have passes.
package enum AdmissionRules {
    /// Makes the checks in order and stops at the first that fails; takes what the request asks
    /// of every limit where none does, and tells it in `admittance`.
    ///
    /// `models` are those of the database; those of the configuration file stand in `policy`.
    /// - Returns: the first check that failed; nil where the request is let in.
    package static func judge(
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        policy: AdmissionPolicy,
        models: ProxyModels,
        now: Moment,
        holder: GrantHolder,
        limits: inout LimitMeters,
        admittance: inout Admittance
    ) -> Refusal? {
        let demand = request.demand(policy, now: now)
        enterClaims(chain, request, policy, demand, in: &limits)
        // Where no limit refuses, none of them has to be found.
        for check in limits.claims.refuse ? Check.order : Check.rowOrder {
            let refusal = refusal(
                by: check,
                chain,
                request,
                policy: policy,
                models: models,
                demand: demand,
                limits.claims
            )
            if let refusal { return finish(refusal, policy, demand, in: &limits) }
        }
        if !chain.isEndUserVerified { warnOfEndUser(request, &admittance) }
        if limits.claims.warn { addSoftBudgets(limits.claims, chain.key, to: &admittance) }
        return admit(
            chain.key.row.token,
            GrantPayer(chain),
            request,
            policy,
            demand,
            holder,
            in: &limits,
            &admittance
        )
    }

    /// Judges a request that shows the master key, which no row of a key or team binds.
    package static func judgeMaster(
        _ account: EndUserAccount,
        _ request: AdmissionRequest,
        policy: AdmissionPolicy,
        models: ProxyModels,
        now: Moment,
        holder: GrantHolder,
        limits: inout LimitMeters,
        admittance: inout Admittance
    ) -> Refusal? {
        let demand = request.demand(policy, now: now)
        enterClaims(account, request, policy, demand, in: &limits)
        for check in limits.claims.refuse ? Check.masterOrder : Check.masterRowOrder {
            let refusal = masterRefusal(
                by: check,
                account.endUser,
                request,
                policy: policy,
                models: models,
                demand: demand,
                limits.claims
            )
            if let refusal { return finish(refusal, policy, demand, in: &limits) }
        }
        if !account.isVerified { warnOfEndUser(request, &admittance) }
        if limits.claims.warn { addSoftBudgets(limits.claims, nil, to: &admittance) }
        return admit(nil, nil, request, policy, demand, holder, in: &limits, &admittance)
    }

    /// What one check says: the single place where the name of a check meets its rule.
    static func refusal(
        by check: Check,
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        policy: AdmissionPolicy,
        models: ProxyModels,
        demand: LimitDemand,
        _ claims: LimitClaims
    ) -> Refusal? {
        switch check.subject {
        case .budget(let kind): budget(kind, claims, chain.key, policy, demand)
        case .rates(let kind): rates(kind, claims, chain.key, demand)
        case .rows:
            rowRefusal(
                by: check,
                chain,
                request,
                policy: policy,
                models: models,
                now: demand.now.wall
            )
        }
    }

    private static func rowRefusal(
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
                : endUserModels(chain.endUser, .of(chain), request, policy, models)
        case .teamMemberBudget, .keyBudget, .keyModelBudget, .userModelBudget, .teamBudget,
            .organizationBudget, .userBudget, .organizationMemberBudget, .endUserBudget,
            .globalBudget, .teamModelBudget, .teamMemberModelBudget, .endUserModelBudget,
            .keyRates, .userRates, .teamRates, .teamMemberRates, .endUserRates, .keyModelRates,
            .teamModelRates, .organizationRates, .organizationModelRates, .userModelRates,
            .teamMemberModelRates, .endUserModelRates:
            nil
        }
    }

    /// What one check says of the master key.
    static func masterRefusal(
        by check: Check,
        _ endUser: Cached<EndUserRow>?,
        _ request: AdmissionRequest,
        policy: AdmissionPolicy,
        models: ProxyModels,
        demand: LimitDemand,
        _ claims: LimitClaims
    ) -> Refusal? {
        switch check.subject {
        case .budget(let kind): return budget(kind, claims, nil, policy, demand)
        case .rates(let kind): return rates(kind, claims, nil, demand)
        case .rows: break
        }
        if check == .proxyRoutes { return proxyRoutes(request, policy) }
        if check == .endUserBlocked { return endUserBlocked(endUser, policy) }
        guard check == .endUserModels else { return nil }
        return endUserModels(endUser, ModelNaming(), request, policy, models)
    }

    private static func warnOfEndUser(
        _ request: AdmissionRequest,
        _ admittance: inout Admittance
    ) {
        guard let endUser = request.endUserID else { return }
        admittance.warnings.append(AdmissionWarning(.endUserUnverified, .endUser(endUser)))
    }
}
