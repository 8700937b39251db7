extension TableDefinition {
    /// The daily sums of one kind of entity; all these tables have the same shape.
    ///
    /// NULL never equals NULL in the unique index: writers put '' into its columns.
    static func daily(
        _ table: TableName,
        by entity: String,
        additional: [ColumnDefinition] = []
    ) -> TableDefinition {
        TableDefinition(
            table,
            columns: [.required("id", .text), .optional(entity, .text)] + dailyDimensions
                + dailySums + dailyTimes + additional,
            primaryKey: ["id"],
            indexes: [
                .unique(
                    entity,
                    "date",
                    "api_key",
                    "model",
                    "custom_llm_provider",
                    "mcp_namespaced_tool_name",
                    "endpoint"
                ),
                .index(entity, "date"),
                .index("api_key"),
                .index("date"),
                .index("endpoint"),
                .index("mcp_namespaced_tool_name"),
                .index("model"),
            ]
        )
    }

    private static let dailyDimensions: [ColumnDefinition] = [
        .required("date", .text),
        .required("api_key", .text),
        .optional("model", .text),
        .optional("model_group", .text),
        .optional("custom_llm_provider", .text),
        .optional("mcp_namespaced_tool_name", .text),
        .optional("endpoint", .text),
    ]

    private static let dailySums: [ColumnDefinition] = [
        .required("prompt_tokens", .bigint, default: .zero),
        .required("completion_tokens", .bigint, default: .zero),
        .required("cache_read_input_tokens", .bigint, default: .zero),
        .required("cache_creation_input_tokens", .bigint, default: .zero),
        .required("compression_saved_tokens", .bigint, default: .zero),
        .required("spend", .double, default: .zeroDouble),
        .required("compression_savings_spend", .double, default: .zeroDouble),
        .required("prompt_caching_savings_spend", .double, default: .zeroDouble),
        .required("autorouter_savings_spend", .double, default: .zeroDouble),
        .required("gateway_injected_caching_savings_spend", .double, default: .zeroDouble),
        .required("api_requests", .bigint, default: .zero),
        .required("successful_requests", .bigint, default: .zero),
        .required("failed_requests", .bigint, default: .zero),
        .required("total_response_time_ms", .bigint, default: .zero),
        .required("timed_requests", .bigint, default: .zero),
    ]

    private static let dailyTimes: [ColumnDefinition] = [
        .required("created_at", .timestamp, default: .now),
        .required("updated_at", .timestamp),
    ]
}
