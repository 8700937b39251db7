/// What one user may spend within one team: a row of `TeamMembership`.
package struct TeamMembershipRow: CachedRow {
    package var id: MembershipID
    package var budgetID: String?
    package var spend: Money? = .zero

    package init(id: MembershipID) {
        self.id = id
    }
}

extension TeamMembershipRow {
    package var withoutSpend: Self {
        var row = self
        row.spend = nil
        return row
    }
}
