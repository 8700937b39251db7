extension BudgetRow: StoredRow {
    package static var cachedTable: CachedTable { .budgets }
    package static var tableName: TableName { .budgetTable }

    package static let columns = [
        "budget_id", "max_budget", "budget_duration", "budget_reset_at", "rpm_limit", "tpm_limit",
        "max_parallel_requests", "model_max_budget", "soft_budget", "allowed_models",
        "temp_budget_increase", "temp_budget_expiry",
    ]
    package static let idColumns = ["budget_id"]

    package static func idParameters(_ ids: [TextID]) -> [PostgresValue] {
        [.textArray(ids.map(\.text))]
    }

    package init?(_ fields: inout RowFields) throws(PostgresError) {
        self.init(budgetID: try fields.requiredText())
        budget = try BudgetTerms(&fields)
        rates = try RateTerms(&fields)
        modelLimits = JSONColumns.modelLimits(try fields.json())
        budget.softBudget = try fields.limit()
        allowedModels = try fields.list()
        temporaryBudgetIncrease = try fields.limit()
        temporaryIncreaseEnds = try fields.timestamp()
    }
}
