/// Enters the claims of one request: the one place where the limits of rows become claims.
package struct ClaimEntry: Sendable {
    private let models: RequestedModels
    private let demand: LimitDemand
    private let enforcesParallelLimits: Bool
    private let waivesBudgets: Bool

    /// - Parameters:
    ///   - models: What the request asks for.
    ///   - demand: What it will take.
    ///   - enforcesParallelLimits: Whether slots are limited by more than a key's own column.
    ///   - waivesBudgets: Whether no budget binds the request.
    package init(
        _ models: RequestedModels,
        _ demand: LimitDemand,
        enforcesParallelLimits: Bool,
        waivesBudgets: Bool
    ) {
        self.models = models
        self.demand = demand
        self.enforcesParallelLimits = enforcesParallelLimits
        self.waivesBudgets = waivesBudgets
    }
}

extension ClaimEntry {
    /// Enters what a row limits: all calls together, and the models that are asked for.
    ///
    /// - Parameters:
    ///   - holder: The row.
    ///   - spend: What was spent by it; nil where the row holds no finite number.
    ///   - waivesBudget: Whether its budget does not bind this call.
    ///   - limits: Where the claims are entered.
    package func enter(
        _ holder: LimitHolder,
        spend: Money?,
        waivesBudget: Bool = false,
        in limits: inout LimitMeters
    ) {
        let waivesBudget = waivesBudget || waivesBudgets
        let maxBudget = waivesBudget ? nil : holder.maxBudget(at: demand.now.wall)
        let softBudget = waivesBudget ? nil : holder.softBudget
        let rates = holder.rates(limitsSlots: enforcesParallelLimits)
        let kind = holder.kind
        if maxBudget != nil || softBudget != nil || rates.isLimiting {
            var claim = LimitClaim(kind)
            claim.maxBudget = maxBudget
            claim.softBudget = softBudget
            claim.rates = rates
            claim.spend = spend
            claim.resetsAt = waivesBudget ? nil : holder.resetsAt
            limits.enter(claim, of: holder.scope, demand)
        }
        guard holder.limitsModels else { return }
        switch models {
        case .none: break
        case .one(let name): enter(name, of: holder, in: &limits)
        case .several(let names): for name in names { enter(name, of: holder, in: &limits) }
        }
    }

    private func enter(
        _ model: String,
        of holder: LimitHolder,
        in limits: inout LimitMeters
    ) {
        guard let (name, limit) = holder.limit(ofModel: model),
            let scope = holder.scope.ofModel(TextID(name)), !limits.claims.has(scope)
        else { return }
        var claim = LimitClaim(scope.kind)
        claim.rates = limit.rates
        if !waivesBudgets {
            claim.maxBudget = scope.kind.budget.flatMap {
                BudgetRules.limit(of: $0, max: limit.budget.maxBudget, now: demand.now.wall)
            }
        }
        if claim.isLimiting { limits.enter(claim, of: scope, demand) }
    }

    /// Enters the budget of the proxy as a whole, which a user's row counts the spend of.
    package func enterGlobal(
        _ row: Cached<UserRow>,
        budget: Money?,
        spend: Money?,
        in limits: inout LimitMeters
    ) {
        let max = BudgetRules.limit(of: .global, max: budget, now: demand.now.wall)
        guard let max, !waivesBudgets else { return }
        var claim = LimitClaim(.global)
        claim.maxBudget = max
        claim.spend = spend
        claim.resetsAt = ResetKind.user.end(own: row.row.budget, tier: nil)
        limits.enter(claim, of: .global, paidBy: .user(row.row.id), demand)
    }
}
