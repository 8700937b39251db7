extension EndUserRow: StoredRow {
    package static var cachedTable: CachedTable { .endUsers }
    package static var tableName: TableName { .endUserTable }
    package static let columns = ["user_id", "alias", "blocked", "models", "budget_id", "spend"]
    package static let idColumns = ["user_id"]

    package static func idParameters(_ ids: [TextID]) -> [PostgresValue] {
        [.textArray(ids.map(\.text))]
    }

    package init?(_ fields: inout RowFields) throws(PostgresError) {
        self.init(userID: try fields.requiredText())
        alias = try fields.text()
        isBlocked = try fields.bool()
        models = try fields.list()
        budgetID = try fields.text()
        spend = try fields.spend()
    }
}
