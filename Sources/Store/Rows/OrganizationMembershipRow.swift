/// What one user may spend within one organization: a row of `OrganizationMembership`.
package struct OrganizationMembershipRow: CachedRow {
    package var id: MembershipID
    package var role: String?
    package var budgetID: String?
    package var spend: Money? = .zero

    package init(id: MembershipID) {
        self.id = id
    }
}

extension OrganizationMembershipRow {
    package var withoutSpend: Self {
        var row = self
        row.spend = nil
        return row
    }
}
