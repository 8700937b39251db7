extension TableDefinition {
    /// A table of the proxy's whose rows have a budget row: what of it a reset needs.
    static func budgeted(_ table: TableName, key: String) -> TableDefinition {
        TableDefinition(
            table,
            columns: [
                .required(key, .text),
                .required("spend", .double, default: .zeroDouble),
                .optional("budget_id", .text),
            ],
            primaryKey: [key]
        )
    }
}
