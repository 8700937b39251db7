extension TableDefinition {
    /// Budgets that other rows refer to.
    static let budget = TableDefinition(
        .budgetTable,
        columns: [
            .required("budget_id", .text),
            .optional("max_budget", .double),
            .optional("soft_budget", .double),
            .optional("max_parallel_requests", .integer),
            .optional("tpm_limit", .bigint),
            .optional("rpm_limit", .bigint),
            .optional("model_max_budget", .json),
            .optional("budget_duration", .text),
            .optional("budget_reset_at", .timestamp),
            .required("created_at", .timestamp, default: .now),
            .required("created_by", .text),
            .required("updated_at", .timestamp, default: .now),
            .required("updated_by", .text),
            .optional("allowed_models", .textList, default: .emptyList),
            .optional("tpd_limit", .bigint),
            .optional("temp_budget_increase", .double),
            .optional("temp_budget_expiry", .timestamp),
        ],
        primaryKey: ["budget_id"]
    )
}
