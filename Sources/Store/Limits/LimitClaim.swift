/// One scope's limits, as a request meets them, and how it stood when the request came.
///
/// Numbers only, so that a look at one costs no count of references; whose they are stands beside.
package struct LimitClaim: Sendable {
    package var kind: LimitScope.Kind
    /// What the row says was spent, and what is journaled beside it.
    ///
    /// nil where the row holds no finite number. Not used for a model of a row, whose meter alone
    /// counts what it spent.
    package var spend: Money? = .zero
    /// What holds now, increases included; nil: no limit.
    package var maxBudget: Money?
    package var softBudget: Money?
    /// When the row's spend starts again; in the past where nobody has written the reset yet.
    package var resetsAt: Timestamp?
    package var rates = RateTerms()
    /// How the scope stands; filled in when the claim is entered.
    package internal(set) var standing = LimitStanding()
    /// Its meter, if it has one by now.
    var place: Int?

    package init(_ kind: LimitScope.Kind) {
        self.kind = kind
    }
}

extension LimitClaim {
    /// Whether it limits or warns at all; if not, it need not be entered.
    package var isLimiting: Bool {
        maxBudget != nil || softBudget != nil || rates.isLimiting
    }

    /// Whether neither its budget nor a rate refuses the call.
    func hasRoom(for demand: LimitDemand) -> Bool {
        verdict(estimate: demand.cost).passes && overrun(tokens: demand.tokens) == nil
    }

    /// Whether it may have room once calls under way have ended and minutes have passed: the budget
    /// has it now, and no rate is smaller than what one call asks.
    func mayHaveRoomLater(for demand: LimitDemand) -> Bool {
        guard verdict(estimate: demand.cost).passes else { return false }
        if let limit = rates.requestsPerMinute, !RateRules.fits(1, 0, limit) { return false }
        if let limit = rates.tokensPerMinute, !RateRules.fits(demand.tokens ?? 0, 0, limit) {
            return false
        }
        return rates.parallelRequests.map { $0 > 0 } ?? true
    }

    /// What the budget says of an estimate.
    package func verdict(estimate: Money?) -> BudgetVerdict {
        guard let budget = kind.budget else { return .unlimited }
        return BudgetRules.verdict(budget, standing.money, limit: maxBudget, estimate: estimate)
    }

    /// Whether the soft budget is reached.
    package var isSoftBudgetReached: Bool {
        guard let budget = kind.budget else { return false }
        return BudgetRules.isSoftBudgetReached(budget, standing.money, softBudget: softBudget)
    }

    /// The first rate that has no room for one more call of so many tokens.
    package func overrun(tokens: Int64?) -> RateOverrun? {
        if let limit = rates.requestsPerMinute, !RateRules.fits(1, standing.requests, limit) {
            return RateOverrun(.requests, limit: limit, used: standing.requests)
        }
        if let limit = rates.tokensPerMinute,
            !RateRules.fits(tokens ?? 0, standing.tokens, limit)
        {
            return RateOverrun(.tokens, limit: limit, used: standing.tokens)
        }
        if let limit = rates.parallelRequests, standing.slots >= limit {
            return RateOverrun(.parallel, limit: limit, used: standing.slots)
        }
        return nil
    }
}

extension RateTerms {
    /// Whether there is any limit.
    package var isLimiting: Bool {
        requestsPerMinute != nil || tokensPerMinute != nil || parallelRequests != nil
    }
}
