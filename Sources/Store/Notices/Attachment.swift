/// That one set of tables is watched, as the database remembers it.
package struct Attachment: Equatable, Sendable {
    /// Made when the tables were first attached; a journal is bound to it.
    package let databaseID: String
    /// The version that attached them last.
    package let version: Int

    /// The attachment of a catalogue's tables, nil for none.
    static func read(
        on connection: PostgresConnection,
        _ catalog: Catalog
    ) throws(PostgresError) -> Attachment? {
        let rows = try connection.execute(
            """
            SELECT database_id, version FROM \(SidecarSchema.attachment)
            WHERE table_schema = $1 AND table_prefix = $2
            """,
            key(catalog)
        )
        guard let row = rows.first else { return nil }
        return Attachment(databaseID: try row.text(0), version: Int(try row.int(1)))
    }

    /// Makes the row, or notes the version in the one that is there.
    static func write(
        on connection: PostgresConnection,
        _ catalog: Catalog
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO \(SidecarSchema.attachment) AS a (table_schema, table_prefix, version)
            VALUES ($1, $2, $3)
            ON CONFLICT (table_schema, table_prefix) DO UPDATE SET version = $3
            WHERE a.version < $3
            """,
            key(catalog) + [.int(Int64(TriggerFunction.version))]
        )
    }

    /// Removes the row and everything that belongs to it.
    ///
    /// - Returns: whether others remain.
    static func delete(
        on connection: PostgresConnection,
        _ catalog: Catalog,
        _ presence: SidecarPresence
    ) throws(PostgresError) -> Bool {
        if let attachment = presence.attachment {
            var tables = [SidecarSchema.checkpoint]
            if presence.hasTables { tables += [SidecarSchema.dueReset, SidecarSchema.tierReset] }
            for table in tables {
                try connection.execute(
                    "DELETE FROM \(table) WHERE database_id = $1",
                    [.text(attachment.databaseID)]
                )
            }
        }
        try connection.execute(
            """
            DELETE FROM \(SidecarSchema.attachment)
            WHERE table_schema = $1 AND table_prefix = $2
            """,
            key(catalog)
        )
        return try !connection.execute("SELECT FROM \(SidecarSchema.attachment) LIMIT 1").isEmpty
    }

    private static func key(_ catalog: Catalog) -> [PostgresValue] {
        [.text(catalog.schema.rawValue), .text(catalog.prefix.rawValue)]
    }
}
