extension TeamRow: StoredRow {
    package static var cachedTable: CachedTable { .teams }
    package static var tableName: TableName { .teamTable }

    package static let columns = [
        "team_id", "team_alias", "organization_id", "blocked", "models", "access_group_ids",
        "model_id", "metadata", "spend", "max_budget", "budget_duration", "budget_reset_at",
        "rpm_limit", "tpm_limit", "max_parallel_requests", "model_max_budget", "soft_budget",
    ]
    package static let idColumns = ["team_id"]

    package static func idParameters(_ ids: [TextID]) -> [PostgresValue] {
        [.textArray(ids.map(\.text))]
    }

    package init?(_ fields: inout RowFields) throws(PostgresError) {
        self.init(teamID: try fields.requiredText())
        alias = try fields.text()
        organizationID = try fields.text()
        isBlocked = try fields.bool()
        models = try fields.list()
        accessGroupIDs = try fields.list()
        modelAliasesID = try fields.int().flatMap(Int32.init(exactly:))
        facts = JSONColumns.facts(try fields.json())
        spend = try fields.spend()
        budget = try BudgetTerms(&fields)
        rates = try RateTerms(&fields)
        modelLimits = JSONColumns.modelLimits(try fields.json())
        budget.softBudget = try fields.limit()
    }
}

extension ModelAliasesRow: StoredRow {
    package static var cachedTable: CachedTable { .modelAliases }
    package static var tableName: TableName { .modelTable }
    package static let columns = ["id", "aliases"]
    package static let idColumns = ["id"]

    package static func idParameters(_ ids: [Int32]) -> [PostgresValue] {
        [.intArray(ids.map(Int64.init))]
    }

    package init?(_ fields: inout RowFields) throws(PostgresError) {
        guard let id = try fields.int().flatMap(Int32.init(exactly:)) else { return nil }
        self.init(id: id, aliases: JSONColumns.names(try fields.json()))
    }
}
