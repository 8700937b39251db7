/// What a database has of the `sidecar` schema.
package struct SidecarPresence: Equatable, Sendable {
    /// Whether the schema is there.
    package let hasSchema: Bool
    /// Whether all of our own tables are there.
    package let hasTables: Bool
    /// Whether those of them are there that the flush cannot do without.
    package let hasFlushTables: Bool
    /// Whether the triggers' function is there, word for word.
    package let hasFunction: Bool
    /// The layout of our own tables, nil where they are missing.
    package let layout: Int?
    /// The attachment of the tables asked about.
    package let attachment: Attachment?

    /// Whether nothing needs to be made.
    package var isComplete: Bool {
        hasSchema && hasTables && hasFunction && attachment != nil
    }

    /// Whether a newer version made it, so that this one keeps its hands off.
    package var isNewer: Bool {
        (layout ?? 0) > SidecarSchema.layout
            || (attachment?.version ?? 0) > TriggerFunction.version
    }

    /// Looks, and writes nothing.
    static func read(
        on connection: PostgresConnection,
        _ catalog: Catalog
    ) throws(PostgresError) -> SidecarPresence {
        let row = try connection.execute(
            SidecarSchema.presenceSQL,
            [
                .text(TriggerFunction.name), .text(TriggerFunction.body),
                .textArray(TriggerFunction.configuration),
            ]
        ).only()
        let tables = try row.textArray(1)
        return SidecarPresence(
            hasSchema: try row.bool(0),
            hasTables: SidecarSchema.tables.allSatisfy(tables.contains),
            hasFlushTables: SidecarSchema.flushTables.allSatisfy(tables.contains),
            hasFunction: try row.bool(2),
            layout: tables.contains("meta") ? try layout(on: connection) : nil,
            attachment: tables.contains("attachment")
                ? try Attachment.read(on: connection, catalog) : nil
        )
    }

    /// The database id under which rows of ours stand, where all of our tables are there.
    static func databaseID(
        on connection: PostgresConnection,
        _ catalog: Catalog
    ) throws(PostgresError) -> String? {
        let presence = try read(on: connection, catalog)
        return presence.hasTables && !presence.isNewer ? presence.attachment?.databaseID : nil
    }

    private static func layout(on connection: PostgresConnection) throws(PostgresError) -> Int? {
        try connection.execute("SELECT layout FROM \(SidecarSchema.meta)").first
            .map { (row) throws(PostgresError) in Int(try row.int(0)) }
    }
}
