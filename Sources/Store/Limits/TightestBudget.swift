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
    package init?(_ claims: LimitClaims, _ demand: LimitDemand) {
        var tightest: (index: Int, remaining: Money)?
        for index in claims.list.indices {
            guard let max = claims.list[index].maxBudget,
                let used = claims.list[index].standing.money.used
            else { continue }
            let remaining = max - used - (demand.cost ?? .zero)
            if let tightest, tightest.remaining <= remaining { continue }
            tightest = (index, remaining)
        }
        guard let tightest, let max = claims.list[tightest.index].maxBudget,
            let spent = claims.list[tightest.index].standing.money.spent
        else { return nil }
        scope = claims.scopes[tightest.index]
        spend = spent
        maxBudget = max
        remaining = tightest.remaining
        resetsAt = claims.list[tightest.index].standing.resetsAt
    }
}
