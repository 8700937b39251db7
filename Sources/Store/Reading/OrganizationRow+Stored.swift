extension OrganizationRow: StoredRow {
    package static var cachedTable: CachedTable { .organizations }
    package static var tableName: TableName { .organizationTable }

    package static let columns = [
        "organization_id", "organization_alias", "budget_id", "models", "metadata", "spend",
    ]
    package static let idColumns = ["organization_id"]

    package static func idParameters(_ ids: [TextID]) -> [PostgresValue] {
        [.textArray(ids.map(\.text))]
    }

    package init?(_ fields: inout RowFields) throws(PostgresError) {
        self.init(organizationID: try fields.requiredText())
        alias = try fields.text()
        budgetID = try fields.text()
        models = try fields.list()
        facts = JSONColumns.facts(try fields.json())
        spend = try fields.spend()
    }
}
