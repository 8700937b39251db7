/// Limits that keys, members, organizations and end users refer to: a row of `BudgetTable`.
package struct BudgetRow: CachedRow {
    package var id: TextID { TextID(budgetID) }

    package var budgetID: String
    package var budget = BudgetTerms()
    package var rates = RateTerms()
    package var modelLimits: [String: ModelLimit] = [:]
    /// Models of a team member with this budget; empty: every model.
    package var allowedModels: [String] = []
    package var temporaryBudgetIncrease: Money?
    package var temporaryIncreaseEnds: Timestamp?

    package init(budgetID: String) {
        self.budgetID = budgetID
    }
}
