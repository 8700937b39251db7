extension TableDefinition {
    /// Invitations; all three users must exist.
    static let invitationLink = TableDefinition(
        .invitationLink,
        columns: [
            .required("id", .text),
            .required("user_id", .text),
            .required("is_accepted", .boolean, default: .no),
            .optional("accepted_at", .timestamp),
            .required("expires_at", .timestamp),
            .required("created_at", .timestamp),
            .required("created_by", .text),
            .required("updated_at", .timestamp),
            .required("updated_by", .text),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            .references(.userTable, "created_by", targetColumn: "user_id", onDelete: .restrict),
            .references(.userTable, "updated_by", targetColumn: "user_id", onDelete: .restrict),
            .references(.userTable, "user_id", onDelete: .restrict),
        ]
    )
}
