extension TableDefinition {
    /// Failed requests.
    static let errorLogs = TableDefinition(
        .errorLogs,
        columns: [
            .required("request_id", .text),
            .required("startTime", .timestamp),
            .required("endTime", .timestamp),
            .required("api_base", .text, default: .emptyText),
            .required("model_group", .text, default: .emptyText),
            .required("litellm_model_name", .text, default: .emptyText),
            .required("model_id", .text, default: .emptyText),
            .required("request_kwargs", .json, default: .emptyObject),
            .required("exception_type", .text, default: .emptyText),
            .required("exception_string", .text, default: .emptyText),
            .required("status_code", .text, default: .emptyText),
        ],
        primaryKey: ["request_id"]
    )
}
