extension BudgetTerms {
    /// `max_budget`, `budget_duration`, `budget_reset_at`, in this order.
    init(_ fields: inout RowFields) throws(PostgresError) {
        maxBudget = try fields.limit()
        duration = try fields.text()
        resetAt = try fields.timestamp()
    }
}
