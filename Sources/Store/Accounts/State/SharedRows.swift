/// Rows that bind requests whatever key they show, as the proxy's settings name them.
package struct SharedRows: Equatable, Sendable {
    /// The user row that holds the spend of the proxy as a whole; nil where that has no budget.
    package var globalBudgetUser: TextID?
    /// The budget of end users that have none of their own.
    package var endUserBudget: TextID?

    package init() {}
}
