/// Money on top of a limit, for a while.
struct BudgetIncrease: Equatable, Sendable {
    var amount: Money
    var ends: Timestamp

    /// nil unless both are given, as the proxy asks for both.
    init?(_ facts: KeyMetadata) {
        guard let amount = facts.temporaryBudgetIncrease, let ends = facts.temporaryIncreaseEnds
        else { return nil }
        (self.amount, self.ends) = (amount, ends)
    }

    /// nil unless both are given, as the proxy asks for both.
    init?(_ row: BudgetRow) {
        guard let amount = row.temporaryBudgetIncrease, let ends = row.temporaryIncreaseEnds
        else { return nil }
        (self.amount, self.ends) = (amount, ends)
    }
}
