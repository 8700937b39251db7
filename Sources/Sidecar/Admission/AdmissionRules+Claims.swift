import Store

/// Which limits a request meets: the one place where rows and settings become claims.
extension AdmissionRules {
    /// Enters a claim for every scope that limits a key's request.
    static func enterClaims(
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy,
        now: Moment,
        in limits: inout LimitMeters
    ) {
        limits.begin(at: now.monotonicNanoseconds)
        var entry = ClaimEntry(request: request, policy: policy, now: now)
        let key = chain.key.row
        if key.hasLimits || chain.keyBudget != nil {
            let holder = LimitHolder.key(key, tier: chain.keyBudget?.row)
            entry.enter(holder, spend: chain.keySpend, .key(key.token), in: &limits)
        }
        enterTeam(chain, &entry, in: &limits)
        enterUser(chain, &entry, in: &limits)
        enterOrganization(chain, &entry, in: &limits)
        if let endUser = chain.endUser?.row, let budget = chain.endUserBudget?.row {
            let holder = LimitHolder.budget(budget, of: .endUser(endUser.id))
            entry.enter(holder, spend: chain.endUserSpend, .endUser(endUser.id), in: &limits)
        }
        entry.enterGlobal(chain.global, spend: chain.globalSpend, in: &limits)
    }

    /// The same for the master key, which the end user's limits and the proxy's bind.
    static func enterClaims(
        _ account: EndUserAccount,
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy,
        now: Moment,
        in limits: inout LimitMeters
    ) {
        limits.begin(at: now.monotonicNanoseconds)
        var entry = ClaimEntry(request: request, policy: policy, now: now)
        if let endUser = account.endUser?.row, let budget = account.budget?.row {
            let holder = LimitHolder.budget(budget, of: .endUser(endUser.id))
            entry.enter(holder, spend: account.endUserSpend, .endUser(endUser.id), in: &limits)
        }
        entry.enterGlobal(account.global, spend: account.globalSpend, in: &limits)
    }

    private static func enterTeam(
        _ chain: AccountChain,
        _ entry: inout ClaimEntry,
        in limits: inout LimitMeters
    ) {
        if let team = chain.team?.row, team.hasLimits {
            entry.enter(.team(team), spend: chain.teamSpend, .team(team.id), in: &limits)
        }
        if let member = chain.teamMember?.row, let budget = chain.teamMemberBudget?.row {
            let holder = LimitHolder.budget(budget, of: .teamMember(member.id))
            entry.enter(holder, spend: chain.teamMemberSpend, .teamMember(member.id), in: &limits)
        }
    }

    /// The budget binds only keys without a team, unless the setting says otherwise; the rates and
    /// the budgets of models bind every key.
    private static func enterUser(
        _ chain: AccountChain,
        _ entry: inout ClaimEntry,
        in limits: inout LimitMeters
    ) {
        guard let user = chain.user?.row, user.hasLimits else { return }
        var holder = LimitHolder.user(user)
        if chain.key.row.teamID != nil, !entry.policy.appliesUserBudgetToTeamKeys {
            holder.budget = BudgetTerms()
        }
        entry.enter(holder, spend: chain.userSpend, .user(user.id), in: &limits)
    }

    private static func enterOrganization(
        _ chain: AccountChain,
        _ entry: inout ClaimEntry,
        in limits: inout LimitMeters
    ) {
        if let organization = chain.organization?.row,
            chain.organizationBudget != nil || organization.facts.limitsModels
        {
            let holder = LimitHolder.organization(organization, chain.organizationBudget?.row)
            let entity = SpendEntity.organization(organization.id)
            entry.enter(holder, spend: chain.organizationSpend, entity, in: &limits)
        }
        guard entry.policy.enforcesOrganizationMemberBudgets,
            let member = chain.organizationMember?.row,
            let budget = chain.organizationMemberBudget?.row
        else { return }
        var holder = LimitHolder.budget(budget, of: .organizationMember(member.id))
        holder.rates = RateTerms()
        let entity = SpendEntity.organizationMember(member.id)
        entry.enter(holder, spend: chain.organizationMemberSpend, entity, in: &limits)
    }
}

/// Enters the claims of one request.
private struct ClaimEntry {
    let request: AdmissionRequest
    let policy: AdmissionPolicy
    let now: Moment

    mutating func enter(
        _ holder: LimitHolder,
        spend: Money?,
        _ entity: SpendEntity,
        in limits: inout LimitMeters
    ) {
        var claim = LimitClaim(holder.scope)
        claim.maxBudget = holder.maxBudget(at: now.wall)
        claim.softBudget = holder.budget.softBudget
        claim.rates = holder.rates
        if holder.scope.kind != .key, !policy.enforcesParallelLimits {
            claim.rates.parallelRequests = nil
        }
        if claim.isLimiting {
            claim.spend = spend
            claim.resetsAt = holder.budget.resetAt
            // A user whose budget does not bind this key has one all the same.
            let isJudged = claim.maxBudget != nil || claim.softBudget != nil
            limits.enter(claim, paidBy: isJudged ? entity : nil, now: now)
        }
        guard holder.limitsModels else { return }
        request.models.visit { enter($0, of: holder, in: &limits) }
    }

    private func enter(_ model: String, of holder: LimitHolder, in limits: inout LimitMeters) {
        guard let (name, limit) = holder.limit(ofModel: model),
            let scope = holder.scope.ofModel(TextID(name)),
            !limits.claims.list.contains(where: { $0.scope == scope })
        else { return }
        var claim = LimitClaim(scope)
        claim.rates = limit.rates
        claim.maxBudget = scope.kind.budget.flatMap {
            BudgetRules.limit(of: $0, max: limit.budget.maxBudget, now: now.wall)
        }
        if claim.isLimiting { limits.enter(claim, paidBy: nil, now: now) }
    }

    func enterGlobal(_ row: Cached<UserRow>?, spend: Money?, in limits: inout LimitMeters) {
        let max = BudgetRules.limit(of: .global, max: policy.globalBudget, now: now.wall)
        guard let max, let row = row?.row else { return }
        var claim = LimitClaim(.global)
        claim.maxBudget = max
        claim.spend = spend
        claim.resetsAt = row.budget.resetAt
        limits.enter(claim, paidBy: .user(row.id), now: now)
    }
}

extension KeyRow {
    fileprivate var hasLimits: Bool {
        budget.isLimiting || rates.isLimiting || !modelLimits.isEmpty || facts.limitsModels
    }
}

extension TeamRow {
    fileprivate var hasLimits: Bool {
        budget.isLimiting || rates.isLimiting || !modelLimits.isEmpty || facts.limitsModels
    }
}

extension UserRow {
    fileprivate var hasLimits: Bool {
        budget.isLimiting || rates.isLimiting || !modelLimits.isEmpty
    }
}

extension KeyMetadata {
    fileprivate var limitsModels: Bool {
        !modelRequestsPerMinute.isEmpty || !modelTokensPerMinute.isEmpty
    }
}
