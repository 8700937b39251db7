extension TableDefinition {
    /// The customers behind a request.
    static let endUser = TableDefinition(
        .endUserTable,
        columns: [
            .required("user_id", .text),
            .optional("alias", .text),
            .required("spend", .double, default: .zeroDouble),
            .optional("allowed_model_region", .text),
            .optional("default_model", .text),
            .optional("budget_id", .text),
            .required("blocked", .boolean, default: .no),
            .optional("object_permission_id", .text),
            .optional("models", .textList, default: .emptyList),
        ],
        primaryKey: ["user_id"],
        foreignKeys: [
            .references(.budgetTable, "budget_id")
        ]
    )
}
