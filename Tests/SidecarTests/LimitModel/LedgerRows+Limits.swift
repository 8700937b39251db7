import Store

@testable import Sidecar

/// Which limits bind a call, in the order in which they are asked.
extension LedgerRows {
    /// A limit of a model, by its name or by its name without the provider.
    static func limit<Limit>(of model: String?, in limits: [String: Limit]) -> (String, Limit)? {
        guard let model else { return nil }
        if let limit = limits[model] { return (model, limit) }
        let bare = model.split(separator: "/").last.map(String.init) ?? model
        return limits[bare].map { (bare, $0) }
    }

    func keyTier(_ chain: LedgerChain) -> BudgetRow? { budget(chain.key.budgetID) }

    func endUserTier(_ chain: LedgerChain) -> BudgetRow? {
        guard let endUser = chain.endUser else { return nil }
        return budget(endUser.budgetID ?? policy.sharedRows.endUserBudget?.text)
    }

    func keyModelLimits(_ chain: LedgerChain) -> [String: ModelLimit] {
        chain.key.modelLimits.isEmpty ? keyTier(chain)?.modelLimits ?? [:] : chain.key.modelLimits
    }

    /// The limit of a budget row with its increase, as long as that holds.
    private func limit(_ row: BudgetRow?, _ wall: Timestamp) -> Money? {
        guard let row, let limit = row.budget.maxBudget else { return nil }
        guard let increase = row.temporaryBudgetIncrease, let end = row.temporaryIncreaseEnds,
            end > wall
        else { return limit }
        return limit + increase
    }

    private func keyBudget(_ chain: LedgerChain, _ wall: Timestamp) -> LedgerBudget {
        let key = chain.key
        let tier = keyTier(chain)
        var limit = key.budget.maxBudget ?? limit(tier, wall)
        if let known = limit, let increase = key.facts.temporaryBudgetIncrease,
            let end = key.facts.temporaryIncreaseEnds, end > wall
        {
            limit = known + increase
        }
        return LedgerBudget(
            name: "key_budget",
            scope: chain.keyScope,
            refusesAtLimit: true,
            spend: key.spend,
            limit: limit,
            soft: key.budget.softBudget ?? tier?.budget.softBudget,
            resetAt: Self.end(key.budget.duration != nil ? key.budget : tier?.budget)
        )
    }

    /// Budgets that are asked before the blocks of team and end user.
    func firstBudgets(_ call: LedgerCall, _ wall: Timestamp) -> [LedgerBudget] {
        if call.isInformation { return [] }
        let chain = chain(call)
        var budgets: [LedgerBudget] = []
        if let member = chain.member {
            let tier = budget(member.budgetID)
            budgets.append(
                tierBudget("team_member_budget", chain.memberScope, member.spend, tier, wall)
            )
        }
        budgets.append(keyBudget(chain, wall))
        budgets += model("key_model_budget", call, chain.keyScope, keyModelLimits(chain))
        budgets += model(
            "user_model_budget",
            call,
            chain.userScope,
            chain.user?.modelLimits ?? [:]
        )
        return budgets
    }

    /// Budgets that are asked after them.
    func lastBudgets(_ call: LedgerCall, _ wall: Timestamp) -> [LedgerBudget] {
        if call.isInformation { return [] }
        let chain = chain(call)
        return teamAndOrganizationBudgets(chain, wall) + userAndMemberBudgets(chain, wall)
            + endUserAndGlobalBudgets(chain, wall) + lastModelBudgets(call, chain)
    }

    /// The budgets of all rows that pay for a call, whether or not they bind it.
    func payingBudgets(_ call: LedgerCall, _ wall: Timestamp) -> [LedgerBudget] {
        var rows = self
        rows.policy.appliesUserBudgetToTeamKeys = true
        rows.policy.enforcesOrganizationMemberBudgets = true
        let payer = LedgerCall(key: call.key, endUser: call.endUser)
        return rows.firstBudgets(payer, wall) + rows.lastBudgets(payer, wall)
    }

    /// The budget of every row that any call is paid by.
    func accounts(_ wall: Timestamp) -> [LedgerScope: LedgerBudget] {
        var accounts: [LedgerScope: LedgerBudget] = [:]
        let calls =
            keys.indices.map { LedgerCall(key: $0) }
            + endUsers.map { LedgerCall(endUser: $0.userID) }
        for call in calls {
            for budget in payingBudgets(call, wall) { accounts[budget.scope] = budget }
        }
        return accounts
    }

    /// What each row says was spent.
    var spends: [LedgerScope: Money] {
        accounts(Timestamp(milliseconds: 0)).compactMapValues(\.spend)
    }

    private func teamAndOrganizationBudgets(
        _ chain: LedgerChain,
        _ wall: Timestamp
    ) -> [LedgerBudget] {
        var budgets: [LedgerBudget] = []
        if let team = chain.team {
            budgets.append(
                LedgerBudget(
                    name: "team_budget",
                    scope: chain.teamScope,
                    refusesAtLimit: false,
                    spend: team.spend,
                    limit: team.budget.maxBudget,
                    soft: team.budget.softBudget,
                    resetAt: Self.end(team.budget)
                )
            )
        }
        if let organization = chain.organization {
            let tier = budget(organization.budgetID)
            budgets.append(
                tierBudget(
                    "organization_budget",
                    chain.organizationScope,
                    organization.spend,
                    tier,
                    wall
                )
            )
        }
        return budgets
    }

    private func userAndMemberBudgets(
        _ chain: LedgerChain,
        _ wall: Timestamp
    ) -> [LedgerBudget] {
        var budgets: [LedgerBudget] = []
        if let user = chain.user, chain.key.teamID == nil || policy.appliesUserBudgetToTeamKeys {
            budgets.append(
                LedgerBudget(
                    name: "user_budget",
                    scope: chain.userScope,
                    refusesAtLimit: true,
                    spend: user.spend,
                    limit: user.budget.maxBudget,
                    soft: user.budget.softBudget,
                    resetAt: Self.end(user.budget)
                )
            )
        }
        if let member = chain.organizationMember, policy.enforcesOrganizationMemberBudgets {
            let tier = budget(member.budgetID)
            var budget = tierBudget(
                "organization_member_budget",
                chain.organizationMemberScope,
                member.spend,
                tier,
                wall
            )
            budget.isStartedAgain = jobIsOurs
            budgets.append(budget)
        }
        return budgets
    }

    private func endUserAndGlobalBudgets(
        _ chain: LedgerChain,
        _ wall: Timestamp
    ) -> [LedgerBudget] {
        var budgets: [LedgerBudget] = []
        if let endUser = chain.endUser {
            var budget = tierBudget(
                "end_user_budget",
                chain.endUserScope,
                endUser.spend,
                endUserTier(chain),
                wall
            )
            budget.refusesAtLimit = false
            budget.isStartedAgain = jobIsOurs || endUser.budgetID != nil
            budgets.append(budget)
        }
        if let global = chain.global, policy.globalBudget != .zero {
            budgets.append(
                LedgerBudget(
                    name: "global_budget",
                    scope: LedgerChain.globalScope,
                    refusesAtLimit: false,
                    spend: global.spend,
                    limit: policy.globalBudget,
                    resetAt: Self.end(global.budget)
                )
            )
        }
        return budgets
    }

    private func lastModelBudgets(
        _ call: LedgerCall,
        _ chain: LedgerChain
    ) -> [LedgerBudget] {
        var budgets: [LedgerBudget] = []
        budgets += model("team_model_budget", call, chain.teamScope, chain.team?.modelLimits ?? [:])
        budgets += model(
            "team_member_model_budget",
            call,
            chain.memberScope,
            budget(chain.member?.budgetID)?.modelLimits ?? [:]
        )
        budgets += model(
            "end_user_model_budget",
            call,
            chain.endUserScope,
            endUserTier(chain)?.modelLimits ?? [:]
        )
        return budgets
    }

    private func tierBudget(
        _ name: String,
        _ scope: LedgerScope,
        _ spend: Money?,
        _ tier: BudgetRow?,
        _ wall: Timestamp
    ) -> LedgerBudget {
        LedgerBudget(
            name: name,
            scope: scope,
            refusesAtLimit: true,
            spend: spend,
            limit: limit(tier, wall),
            soft: tier?.budget.softBudget,
            resetAt: Self.end(tier?.budget)
        )
    }

    private func model(
        _ name: String,
        _ call: LedgerCall,
        _ scope: LedgerScope,
        _ limits: [String: ModelLimit]
    ) -> [LedgerBudget] {
        guard let (model, limit) = Self.limit(of: call.model, in: limits) else { return [] }
        return [
            LedgerBudget(
                name: name,
                scope: scope.of(model: model),
                refusesAtLimit: true,
                spend: .zero,
                limit: limit.budget.maxBudget,
                duration: limit.budget.duration
            )
        ]
    }
}
