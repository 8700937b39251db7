extension UserRow: StoredRow {
    package static var cachedTable: CachedTable { .users }
    package static var tableName: TableName { .userTable }

    package static let columns = [
        "user_id", "user_role", "organization_id", "teams", "models", "metadata", "spend",
        "max_budget", "budget_duration", "budget_reset_at", "rpm_limit", "tpm_limit",
        "max_parallel_requests", "model_max_budget",
    ]
    package static let idColumns = ["user_id"]

    package static func idParameters(_ ids: [TextID]) -> [PostgresValue] {
        [.textArray(ids.map(\.text))]
    }

    package init?(_ fields: inout RowFields) throws(PostgresError) {
        self.init(userID: try fields.requiredText())
        role = try fields.text()
        organizationID = try fields.text()
        teams = try fields.list()
        models = try fields.list()
        isActive = JSONColumns.isActive(try fields.json())
        spend = try fields.spend()
        budget = try BudgetTerms(&fields)
        rates = try RateTerms(&fields)
        modelLimits = JSONColumns.modelLimits(try fields.json())
    }
}
