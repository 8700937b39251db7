extension BudgetTerms {
    /// `max_budget`, `budget_duration`, `budget_reset_at`, in this order.
    init(_ fields: inout RowFields) throws(PostgresError) {
        let maxBudget = try fields.limit()
        let duration = try fields.text()
        self.init(maxBudget: maxBudget, duration: duration, resetAt: try fields.timestamp())
    }
}
