package import Store

/// The budget with the least left, once the request has taken its share.
package struct TightestBudget: Equatable, Sendable {
    package var scope: LimitScope
    /// What was spent: the row and the journal; no estimates.
    package var spend: Money
    package var maxBudget: Money
    /// What may still be spent, reservations taken off; negative where more was spent.
    package var remaining: Money
    package var resetsAt: Timestamp?

    /// nil where no claim limits money.
    init?(_ claims: LimitClaims, _ demand: LimitDemand) {
        var tightest: TightestBudget?
        for claim in claims.list {
            guard let max = claim.maxBudget, let spent = claim.standing.money.spent,
                let used = claim.standing.money.used
            else { continue }
            let remaining = max - used - (demand.cost ?? .zero)
            if let tightest, tightest.remaining <= remaining { continue }
            tightest = TightestBudget(
                scope: claim.scope,
                spend: spent,
                maxBudget: max,
                remaining: remaining,
                resetsAt: claim.standing.resetsAt
            )
        }
        guard let tightest else { return nil }
        self = tightest
    }

    private init(
        scope: LimitScope,
        spend: Money,
        maxBudget: Money,
        remaining: Money,
        resetsAt: Timestamp?
    ) {
        self.scope = scope
        self.spend = spend
        self.maxBudget = maxBudget
        self.remaining = remaining
        self.resetsAt = resetsAt
    }
}
