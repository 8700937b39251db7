/// An end user as a request names it: what binds a request that shows no key of the database.
package struct EndUserAccount: Sendable {
    /// nil where there is no such row, or where it could not be looked up.
    package var endUser: Cached<EndUserRow>?
    package var budget: Cached<BudgetRow>?
    /// Whether all of it could be looked up; if not, limits may be missing.
    package var isVerified = true
    /// Whether every row above is known to be current.
    package var isFresh = true

    package init() {}
}
