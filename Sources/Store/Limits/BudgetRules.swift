/// Whether money is left, by the proxy's comparisons.
package enum BudgetRules {
    /// The limit that holds now: with a temporary increase while that lasts.
    ///
    /// - Returns: nil where there is none.
    package static func limit(
        of scope: BudgetScope,
        max: Money?,
        increase: Money? = nil,
        increaseEnds: Timestamp? = nil,
        now: Timestamp
    ) -> Money? {
        guard let max, scope.isLimit(max) else { return nil }
        guard let increase, let increaseEnds, increaseEnds > now else { return max }
        return max + increase
    }

    /// Judges a request: the proxy's comparison on what is used, and what it is estimated to cost
    /// must fit below the limit, too.
    package static func verdict(
        _ scope: BudgetScope,
        _ money: Reservations,
        limit: Money?,
        estimate: Money?
    ) -> BudgetVerdict {
        guard let limit else { return .unlimited }
        guard let used = money.used else { return .unverifiable(limit: limit) }
        let passes = scope.passesAtLimit ? used <= limit : used < limit
        let fits = estimate.map { used + min(max($0, .zero), .greatest) <= limit } ?? true
        return passes && fits
            ? .within(used: used, limit: limit) : .exceeded(used: used, limit: limit)
    }

    /// Whether the spend has reached the soft budget, which warns and never refuses.
    package static func isSoftBudgetReached(
        _ scope: BudgetScope,
        _ money: Reservations,
        softBudget: Money?
    ) -> Bool {
        guard let softBudget, softBudget != .zero || scope.warnsAtZero, let spent = money.spent
        else { return false }
        return spent >= softBudget
    }
}
