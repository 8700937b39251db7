extension TableDefinition {
    /// Spend and budget of a user in a team; no references to either.
    static let teamMembership = TableDefinition(
        .teamMembership,
        columns: [
            .required("user_id", .text),
            .required("team_id", .text),
            .required("spend", .double, default: .zeroDouble),
            .optional("budget_id", .text),
            .required("total_spend", .double, default: .zeroDouble),
        ],
        primaryKey: ["user_id", "team_id"],
        foreignKeys: [
            .references(.budgetTable, "budget_id")
        ]
    )
}
