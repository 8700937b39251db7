extension TableDefinition {
    /// Organizations, each with a budget.
    static let organization = TableDefinition(
        .organizationTable,
        columns: [
            .required("organization_id", .text),
            .required("organization_alias", .text),
            .required("budget_id", .text),
            .required("metadata", .json, default: .emptyObject),
            .optional("models", .textList),
            .required("spend", .double, default: .zeroDouble),
            .required("model_spend", .json, default: .emptyObject),
            .required("created_at", .timestamp, default: .now),
            .required("created_by", .text),
            .required("updated_at", .timestamp, default: .now),
            .required("updated_by", .text),
            .optional("object_permission_id", .text),
        ],
        primaryKey: ["organization_id"],
        foreignKeys: [
            .references(.budgetTable, "budget_id", onDelete: .restrict)
        ]
    )
}
