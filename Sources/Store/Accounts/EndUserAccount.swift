/// An end user as a request names it: what binds a request that shows no key of the database.
package struct EndUserAccount: Sendable {
    /// nil where there is no such row, or where it could not be looked up.
    package var endUser: Cached<EndUserRow>?
    package var budget: Cached<BudgetRow>?
    /// The user row that holds the spend of the proxy as a whole, where that has a budget.
    package var global: Cached<UserRow>?
    /// What is journaled and not yet in the rows above.
    package var pending = PendingSpend()
    /// Whether all of it could be looked up; if not, limits may be missing.
    package var isVerified = true
    /// Whether every row above is known to be current.
    package var isFresh = true

    package init() {}
}

extension EndUserAccount {
    /// What the end user has spent; nil where no finite number says it.
    package var endUserSpend: Money? { endUser?.row.spend.map { $0 + pending.endUser } }

    /// What the proxy as a whole has spent.
    package var globalSpend: Money? { global?.row.spend.map { $0 + pending.global } }
}
