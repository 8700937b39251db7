extension TableDefinition {
    /// Teams' model aliases; the proxy alone makes this table.
    static let model = TableDefinition(
        .modelTable,
        columns: [
            .required("id", .integer),
            .optional("aliases", .json),
            .required("created_at", .timestamp, default: .now),
            .required("created_by", .text),
            .required("updated_at", .timestamp, default: .now),
            .required("updated_by", .text),
        ],
        primaryKey: ["id"]
    )
}
