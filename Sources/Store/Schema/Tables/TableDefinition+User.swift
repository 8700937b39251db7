extension TableDefinition {
    /// Internal users; not unique by address.
    static let user = TableDefinition(
        .userTable,
        columns: [
            .required("user_id", .text),
            .optional("user_alias", .text),
            .optional("team_id", .text),
            .optional("sso_user_id", .text),
            .optional("organization_id", .text),
            .optional("password", .text),
            .optional("teams", .textList, default: .emptyList),
            .optional("user_role", .text),
            .optional("max_budget", .double),
            .required("spend", .double, default: .zeroDouble),
            .optional("user_email", .text),
            .optional("models", .textList),
            .required("metadata", .json, default: .emptyObject),
            .optional("max_parallel_requests", .integer),
            .optional("tpm_limit", .bigint),
            .optional("rpm_limit", .bigint),
            .optional("budget_duration", .text),
            .optional("budget_reset_at", .timestamp),
            .optional("allowed_cache_controls", .textList, default: .emptyList),
            .required("model_spend", .json, default: .emptyObject),
            .required("model_max_budget", .json, default: .emptyObject),
            .optional("created_at", .timestamp, default: .now),
            .optional("updated_at", .timestamp, default: .now),
            .optional("object_permission_id", .text),
            .optional("policies", .textList, default: .emptyList),
            .optional("password_reset_required", .boolean),
            .optional("last_breach_check_at", .timestamp),
        ],
        primaryKey: ["user_id"],
        indexes: [
            .unique("sso_user_id"),
            .lowercased("user_email"),
        ],
        foreignKeys: [
            .references(.organizationTable, "organization_id")
        ]
    )
}
