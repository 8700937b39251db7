extension TableDefinition {
    /// Named bundles of models; the proxy alone makes this table.
    static let accessGroup = TableDefinition(
        .accessGroupTable,
        columns: [
            .required("access_group_id", .text),
            .required("access_group_name", .text),
            .optional("description", .text),
            .optional("access_mcp_server_ids", .textList, default: .emptyList),
            .optional("access_agent_ids", .textList, default: .emptyList),
            .optional("assigned_team_ids", .textList, default: .emptyList),
            .optional("assigned_key_ids", .textList, default: .emptyList),
            .required("created_at", .timestamp, default: .now),
            .optional("created_by", .text),
            .required("updated_at", .timestamp, default: .now),
            .optional("updated_by", .text),
            .optional("access_model_names", .textList, default: .emptyList),
            .optional("mcp_tool_permissions", .json),
            .optional("access_skill_names", .textList, default: .emptyList),
        ],
        primaryKey: ["access_group_id"],
        indexes: [
            .unique("access_group_name")
        ]
    )
}
