import Wire

/// Shapes that results of several methods have in common.
enum WireSchemas {
    /// The row that something is about.
    static let entity = Schema.object(
        Field("type", .string, required: true, "`key`, `team`, `user`, …"),
        Field("id", .string, required: true, "Its primary key; parts are joined by `/`.")
    )

    /// A row by its column names, whatever columns the database has.
    static let row = Schema.object([], additional: .any)
}
