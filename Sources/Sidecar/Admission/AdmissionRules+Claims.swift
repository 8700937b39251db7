import Store

/// Which limits a request meets: the one place where rows and settings become claims.
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
        let entry = ClaimEntry(request, policy, demand)
        // Here and below no row is bound to a name: that would copy it.
        if chain.key.row.hasLimits || chain.keyBudget != nil {
            let holder = LimitHolder.key(chain.key, tier: chain.keyBudget)
            entry.enter(holder, spend: chain.keySpend, .key(chain.key.row.token), in: &limits)
        }
        enterTeam(chain, entry, in: &limits)
        enterUser(chain, entry, in: &limits)
        enterOrganization(chain, entry, in: &limits)
        if let endUser = chain.endUser, let budget = chain.endUserBudget {
            let id = endUser.row.id
            let holder = LimitHolder.budget(budget, of: .endUser(id))
            entry.enter(holder, spend: chain.endUserSpend, .endUser(id), in: &limits)
        }
        entry.enterGlobal(chain.global, spend: chain.globalSpend, in: &limits)
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
        let entry = ClaimEntry(request, policy, demand)
        if let endUser = account.endUser, let budget = account.budget {
            let id = endUser.row.id
            let holder = LimitHolder.budget(budget, of: .endUser(id))
            entry.enter(holder, spend: account.endUserSpend, .endUser(id), in: &limits)
        }
        entry.enterGlobal(account.global, spend: account.globalSpend, in: &limits)
    }

    private static func enterTeam(
        _ chain: AccountChain,
        _ entry: ClaimEntry,
        in limits: inout LimitMeters
    ) {
        if let team = chain.team, team.row.hasLimits {
            entry.enter(.team(team), spend: chain.teamSpend, .team(team.row.id), in: &limits)
        }
        if let member = chain.teamMember, let budget = chain.teamMemberBudget {
            let id = member.row.id
            let holder = LimitHolder.budget(budget, of: .teamMember(id))
            entry.enter(holder, spend: chain.teamMemberSpend, .teamMember(id), in: &limits)
        }
    }

    /// The budget binds only keys without a team, unless the setting says otherwise; the rates and
    /// the budgets of models bind every key.
    private static func enterUser(
        _ chain: AccountChain,
        _ entry: ClaimEntry,
        in limits: inout LimitMeters
    ) {
        guard let user = chain.user, user.row.hasLimits else { return }
        var holder = LimitHolder.user(user)
        if chain.key.row.teamID != nil, !entry.appliesUserBudgetToTeamKeys {
            holder.budget = BudgetTerms()
        }
        entry.enter(holder, spend: chain.userSpend, .user(user.row.id), in: &limits)
    }

    private static func enterOrganization(
        _ chain: AccountChain,
        _ entry: ClaimEntry,
        in limits: inout LimitMeters
    ) {
        if let organization = chain.organization,
            chain.organizationBudget != nil || organization.row.facts.limitsModels
        {
            let holder = LimitHolder.organization(organization, chain.organizationBudget)
            let id = organization.row.id
            entry.enter(holder, spend: chain.organizationSpend, .organization(id), in: &limits)
        }
        guard entry.enforcesOrganizationMemberBudgets,
            let member = chain.organizationMember, let budget = chain.organizationMemberBudget
        else { return }
        let id = member.row.id
        var holder = LimitHolder.budget(budget, of: .organizationMember(id))
        holder.rates = RateTerms()
        let spend = chain.organizationMemberSpend
        entry.enter(holder, spend: spend, .organizationMember(id), in: &limits)
    }
}

/// Enters the claims of one request; what it needs of the settings, without the lists among them.
private struct ClaimEntry {
    let models: RequestedModels
    let demand: LimitDemand
    let globalBudget: Money?
    let appliesUserBudgetToTeamKeys: Bool
    let enforcesOrganizationMemberBudgets: Bool
    let enforcesParallelLimits: Bool

    init(_ request: AdmissionRequest, _ policy: AdmissionPolicy, _ demand: LimitDemand) {
        models = request.models
        self.demand = demand
        globalBudget = policy.globalBudget
        appliesUserBudgetToTeamKeys = policy.appliesUserBudgetToTeamKeys
        enforcesOrganizationMemberBudgets = policy.enforcesOrganizationMemberBudgets
        enforcesParallelLimits = policy.enforcesParallelLimits
    }

    func enter(
        _ holder: LimitHolder,
        spend: Money?,
        _ entity: @autoclosure () -> SpendEntity,
        in limits: inout LimitMeters
    ) {
        var claim = LimitClaim(holder.scope)
        claim.maxBudget = holder.maxBudget(at: demand.now.wall)
        claim.softBudget = holder.budget.softBudget
        claim.rates = holder.rates
        if holder.scope.kind != .key, !enforcesParallelLimits {
            claim.rates.parallelRequests = nil
        }
        if claim.isLimiting {
            claim.spend = spend
            claim.resetsAt = holder.resetsAt
            // A user whose budget does not bind this key has one all the same.
            let isJudged = claim.maxBudget != nil || claim.softBudget != nil
            limits.enter(claim, paidBy: isJudged ? entity() : nil, demand)
        }
        guard holder.limitsModels else { return }
        models.visit { enter($0, of: holder, in: &limits) }
    }

    private func enter(_ model: String, of holder: LimitHolder, in limits: inout LimitMeters) {
        guard let (name, limit) = holder.limit(ofModel: model),
            let scope = holder.scope.ofModel(TextID(name)), !limits.claims.has(scope)
        else { return }
        var claim = LimitClaim(scope)
        claim.rates = limit.rates
        claim.maxBudget = scope.kind.budget.flatMap {
            BudgetRules.limit(of: $0, max: limit.budget.maxBudget, now: demand.now.wall)
        }
        if claim.isLimiting { limits.enter(claim, paidBy: nil, demand) }
    }

    func enterGlobal(_ row: Cached<UserRow>?, spend: Money?, in limits: inout LimitMeters) {
        let max = BudgetRules.limit(of: .global, max: globalBudget, now: demand.now.wall)
        guard let max, let row else { return }
        var claim = LimitClaim(.global)
        claim.maxBudget = max
        claim.spend = spend
        claim.resetsAt = ResetKind.user.end(own: row.row.budget, tier: nil)
        limits.enter(claim, paidBy: .user(row.row.id), demand)
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
