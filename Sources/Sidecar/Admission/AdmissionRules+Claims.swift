import Store

/// Which limits a request meets.
extension AdmissionRules {
    /// Enters a claim for every scope that limits a key's request.
    static func enterClaims(
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy,
        _ demand: LimitDemand,
        in limits: inout LimitMeters
    ) {
        limits.begin(at: demand.now.monotonicNanoseconds)
        let entry = ClaimEntry.of(request, policy, demand)
        let key = LimitHolder.key(chain.key, tier: chain.keyBudget)
        entry.enter(key, spend: chain.keySpend, in: &limits)
        if let team = chain.team {
            entry.enter(.team(team), spend: chain.teamSpend, in: &limits)
        }
        if let member = chain.teamMember, let budget = chain.teamMemberBudget {
            entry.enter(.teamMember(member, budget), spend: chain.teamMemberSpend, in: &limits)
        }
        if let user = chain.user {
            // The budget binds only keys without a team, unless the setting says otherwise; the
            // rates and the budgets of models bind every key.
            entry.enter(
                .user(user),
                spend: chain.userSpend,
                waivesBudget: chain.key.row.teamID != nil && !policy.appliesUserBudgetToTeamKeys,
                in: &limits
            )
        }
        if chain.organization != nil { enterOrganization(chain, policy, entry, in: &limits) }
        if let endUser = chain.endUser, let budget = chain.endUserBudget {
            entry.enter(.endUser(endUser, budget), spend: chain.endUserSpend, in: &limits)
        }
        if let global = chain.global {
            let budget = policy.globalBudget
            entry.enterGlobal(global, budget: budget, spend: chain.globalSpend, in: &limits)
        }
    }

    /// The same for the master key, which the end user's limits and the proxy's bind.
    static func enterClaims(
        _ account: EndUserAccount,
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy,
        _ demand: LimitDemand,
        in limits: inout LimitMeters
    ) {
        limits.begin(at: demand.now.monotonicNanoseconds)
        let entry = ClaimEntry.of(request, policy, demand)
        if let endUser = account.endUser, let budget = account.budget {
            entry.enter(.endUser(endUser, budget), spend: account.endUserSpend, in: &limits)
        }
        if let global = account.global {
            let budget = policy.globalBudget
            entry.enterGlobal(global, budget: budget, spend: account.globalSpend, in: &limits)
        }
    }

    private static func enterOrganization(
        _ chain: AccountChain,
        _ policy: AdmissionPolicy,
        _ entry: ClaimEntry,
        in limits: inout LimitMeters
    ) {
        if let organization = chain.organization {
            let holder = LimitHolder.organization(organization, chain.organizationBudget)
            entry.enter(holder, spend: chain.organizationSpend, in: &limits)
        }
        guard policy.enforcesOrganizationMemberBudgets, let member = chain.organizationMember,
            let budget = chain.organizationMemberBudget
        else { return }
        let holder = LimitHolder.organizationMember(member, budget)
        entry.enter(holder, spend: chain.organizationMemberSpend, in: &limits)
    }
}

extension ClaimEntry {
    /// No initializer, which would be handed copies of what it reads.
    fileprivate static func of(
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy,
        _ demand: LimitDemand
    ) -> ClaimEntry {
        ClaimEntry(
            request.models,
            demand,
            enforcesParallelLimits: policy.enforcesParallelLimits,
            // What only tells about keys and models costs nothing, so whoever has used up a budget
            // may still look.
            waivesBudgets: request.route.map(RouteGroups.info.contains) ?? false
        )
    }
}
