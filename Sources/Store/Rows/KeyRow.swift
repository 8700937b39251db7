/// A virtual key: a row of `VerificationToken`.
package struct KeyRow: CachedRow {
    package var id: TokenHash { token }

    package var token: TokenHash
    /// `sk-...` and the last four characters.
    package var keyName: String?
    package var keyAlias: String?
    package var userID: String?
    package var teamID: String?
    package var organizationID: String?
    package var budgetID: String?
    /// nil: never.
    package var expires: Timestamp?
    /// NULL in the column counts as not blocked.
    package var isBlocked = false
    /// Empty: every model.
    package var models: [String] = []
    /// Model aliases of this key: the name asked for to the name used.
    package var aliases: [String: String] = [:]
    /// Routes, route groups and wildcards; empty: every route.
    package var allowedRoutes: [String] = []
    package var accessGroupIDs: [String] = []
    /// The column's JSON text as Postgres prints it.
    package var metadata = "{}"
    /// What admission reads out of `metadata`.
    package var facts = KeyMetadata()
    /// nil where the column holds no finite number.
    package var spend: Money? = .zero
    package var budget = BudgetTerms()
    package var rates = RateTerms()
    package var modelLimits: [String: ModelLimit] = [:]

    package init(token: TokenHash) {
        self.token = token
    }
}

extension KeyRow {
    package var withoutSpend: Self {
        var row = self
        row.spend = nil
        return row
    }
}
