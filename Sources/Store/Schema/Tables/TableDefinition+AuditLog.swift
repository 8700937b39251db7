extension TableDefinition {
    /// Who changed what, and when.
    static let auditLog = TableDefinition(
        .auditLog,
        columns: [
            .required("id", .text),
            .required("updated_at", .timestamp, default: .now),
            .required("changed_by", .text, default: .emptyText),
            .required("changed_by_api_key", .text, default: .emptyText),
            .required("action", .text),
            .required("table_name", .text),
            .required("object_id", .text),
            .optional("before_value", .json),
            .optional("updated_values", .json),
        ],
        primaryKey: ["id"]
    )
}
