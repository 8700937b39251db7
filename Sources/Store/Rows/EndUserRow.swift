/// A customer of a customer, named by each request: a row of `EndUserTable`.
package struct EndUserRow: CachedRow {
    package var id: TextID { TextID(userID) }

    package var userID: String
    package var alias: String?
    package var isBlocked = false
    /// Empty: every model.
    package var models: [String] = []
    package var budgetID: String?
    package var spend: Money? = .zero

    package init(userID: String) {
        self.userID = userID
    }
}

extension EndUserRow {
    package var withoutSpend: Self {
        var row = self
        row.spend = nil
        return row
    }
}
