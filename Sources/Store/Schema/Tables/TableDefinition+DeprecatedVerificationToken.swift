extension TableDefinition {
    /// Old hash to active hash, until `revoke_at`.
    static let deprecatedVerificationToken = TableDefinition(
        .deprecatedVerificationToken,
        columns: [
            .required("id", .text),
            .required("token", .text),
            .required("active_token_id", .text),
            .required("revoke_at", .timestamp),
            .required("created_at", .timestamp, default: .now),
        ],
        primaryKey: ["id"],
        indexes: [
            .index("revoke_at"),
            .unique("token"),
            .index("token", "revoke_at"),
        ]
    )
}
