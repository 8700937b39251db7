extension TableDefinition {
    /// Deployments kept in the database; names are not unique.
    static let proxyModel = TableDefinition(
        .proxyModelTable,
        columns: [
            .required("model_id", .text),
            .required("model_name", .text),
            .required("litellm_params", .json),
            .optional("model_info", .json),
            .required("created_at", .timestamp, default: .now),
            .required("created_by", .text),
            .required("updated_at", .timestamp, default: .now),
            .required("updated_by", .text),
            .required("blocked", .boolean, default: .no),
        ],
        primaryKey: ["model_id"]
    )
}
