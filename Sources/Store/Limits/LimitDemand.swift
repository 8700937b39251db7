/// What one call asks of every scope that binds it, and when.
package struct LimitDemand: Sendable {
    /// What it may cost; nil where nothing is to be reserved.
    package var cost: Money?
    /// How many tokens it may take; nil where none are to be counted yet.
    package var tokens: Int64?
    package var now: Moment

    package init(cost: Money? = nil, tokens: Int64? = nil, now: Moment) {
        self.cost = cost
        self.tokens = tokens
        self.now = now
    }

    /// Whether it leaves anything to be given back, or settled.
    package var reserves: Bool { cost != nil || tokens != nil }
}
