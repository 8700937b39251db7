extension TableDefinition {
    /// Spend, budget and role of a user in an organization.
    static let organizationMembership = TableDefinition(
        .organizationMembership,
        columns: [
            .required("user_id", .text),
            .required("organization_id", .text),
            .optional("user_role", .text),
            .optional("spend", .double, default: .zeroDouble),
            .optional("budget_id", .text),
            .optional("created_at", .timestamp, default: .now),
            .optional("updated_at", .timestamp, default: .now),
        ],
        primaryKey: ["user_id", "organization_id"],
        indexes: [
            .unique("user_id", "organization_id")
        ],
        foreignKeys: [
            .references(.budgetTable, "budget_id"),
            .references(.organizationTable, "organization_id", onDelete: .restrict),
            .references(.userTable, "user_id", onDelete: .restrict),
        ]
    )
}
