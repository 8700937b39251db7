extension TableDefinition {
    /// Users' requests for access.
    static let userNotifications = TableDefinition(
        .userNotifications,
        columns: [
            .required("request_id", .text),
            .required("user_id", .text),
            .optional("models", .textList),
            .required("justification", .text),
            .required("status", .text),
        ],
        primaryKey: ["request_id"]
    )
}
