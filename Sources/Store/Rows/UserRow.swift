/// An internal user: a row of `UserTable`.
package struct UserRow: CachedRow {
    package var id: TextID { TextID(userID) }

    package var userID: String
    package var role: String?
    package var organizationID: String?
    package var teams: [String] = []
    /// Empty: every model; `no-default-models` in it: none.
    package var models: [String] = []
    /// False where `metadata.scim_active` is: the identity provider has switched the user off.
    package var isActive = true
    package var spend: Money? = .zero
    package var budget = BudgetTerms()
    package var rates = RateTerms()
    package var modelLimits: [String: ModelLimit] = [:]

    package init(userID: String) {
        self.userID = userID
    }
}

extension UserRow {
    package var withoutSpend: Self {
        var row = self
        row.spend = nil
        return row
    }
}
