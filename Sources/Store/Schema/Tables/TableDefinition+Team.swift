extension TableDefinition {
    /// Teams, with limits of their own.
    static let team = TableDefinition(
        .teamTable,
        columns: [
            .required("team_id", .text),
            .optional("team_alias", .text),
            .optional("organization_id", .text),
            .optional("admins", .textList),
            .optional("members", .textList),
            .required("members_with_roles", .json, default: .emptyObject),
            .required("metadata", .json, default: .emptyObject),
            .optional("max_budget", .double),
            .required("spend", .double, default: .zeroDouble),
            .optional("models", .textList),
            .optional("max_parallel_requests", .integer),
            .optional("tpm_limit", .bigint),
            .optional("rpm_limit", .bigint),
            .optional("budget_duration", .text),
            .optional("budget_reset_at", .timestamp),
            .required("blocked", .boolean, default: .no),
            .required("created_at", .timestamp, default: .now),
            .required("updated_at", .timestamp, default: .now),
            .required("model_spend", .json, default: .emptyObject),
            .required("model_max_budget", .json, default: .emptyObject),
            .optional("model_id", .integer),
            .optional("team_member_permissions", .textList, default: .emptyList),
            .optional("object_permission_id", .text),
            .optional("router_settings", .json, default: .emptyObject),
            .optional("policies", .textList, default: .emptyList),
            .required("allow_team_guardrail_config", .boolean, default: .no),
            .optional("soft_budget", .double),
            .optional("access_group_ids", .textList, default: .emptyList),
            .optional("budget_limits", .json),
            .optional("default_team_member_models", .textList, default: .emptyList),
            .optional("tpd_limit", .bigint),
        ],
        primaryKey: ["team_id"],
        indexes: [
            .index("created_at"),
            .unique("model_id"),
            .index("organization_id"),
            .index("team_alias"),
        ],
        foreignKeys: [
            .references(.organizationTable, "organization_id")
        ]
    )
}
