/// An organization: a row of `OrganizationTable`; its limits stand in its budget row.
package struct OrganizationRow: CachedRow {
    package var id: TextID { TextID(organizationID) }

    package var organizationID: String
    package var alias: String?
    package var budgetID: String?
    /// Empty: every model.
    package var models: [String] = []
    package var facts = KeyMetadata()
    package var spend: Money? = .zero

    package init(organizationID: String) {
        self.organizationID = organizationID
    }
}

extension OrganizationRow {
    package var withoutSpend: Self {
        var row = self
        row.spend = nil
        return row
    }
}
