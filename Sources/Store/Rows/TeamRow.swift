/// A team: a row of `TeamTable`.
package struct TeamRow: CachedRow {
    package var id: TextID { TextID(teamID) }

    package var teamID: String
    package var alias: String?
    package var organizationID: String?
    package var isBlocked = false
    /// Empty: every model.
    package var models: [String] = []
    package var accessGroupIDs: [String] = []
    /// The row of `ModelTable` that holds the team's model aliases.
    package var modelAliasesID: Int32?
    package var facts = KeyMetadata()
    package var spend: Money? = .zero
    package var budget = BudgetTerms()
    package var rates = RateTerms()
    package var modelLimits: [String: ModelLimit] = [:]

    package init(teamID: String) {
        self.teamID = teamID
    }
}

extension TeamRow {
    package var withoutSpend: Self {
        var row = self
        row.spend = nil
        return row
    }
}
