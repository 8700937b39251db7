extension TriggerInstaller {
    /// Removes every trigger of these tables, and the `sidecar` schema unless it serves others.
    ///
    /// - Parameters:
    ///   - connection: a session with the primary.
    ///   - objection: given the checkpoints of this database: why it must not be detached now,
    ///     nil to go on. Asked before anything is removed, and again in the last transaction.
    /// - Returns: what was done.
    /// - Throws: `PostgresError` when the database could not be asked.
    package func detach(
        on connection: PostgresConnection,
        unless objection: (String, [CheckpointRow]) -> String? = { _, _ in nil }
    ) throws(PostgresError) -> DetachOutcome {
        do {
            let presence = try SidecarPresence.read(on: connection, catalog)
            guard presence.hasSchema else { return .notAttached }
            if let reason = try reason(presence, on: connection, objection) {
                return .refused(reason)
            }
            let tables = try watchedTables(on: connection)
            for table in tables {
                let isDone: Void? = try retrying(on: connection) {
                    (connection) throws(PostgresError) in
                    try dropTriggers(ofTable: table.oid, on: connection)
                }
                if isDone == nil { return .busy(table.name) }
            }
            let refusal: String?? = try retrying(on: connection) {
                (connection) throws(PostgresError) in
                try dropSchema(on: connection, objection)
            }
            guard let refusal else { return .busy(SchemaName.sidecar.rawValue) }
            return refusal.map(DetachOutcome.refused) ?? .detached(tables.map(\.name))
        } catch  where error.isRefusedToRole {
            return .notPermitted(error.message)
        }
    }

    /// The tables with triggers on our channel, wherever they were moved or renamed to.
    private func watchedTables(
        on connection: PostgresConnection
    ) throws(PostgresError) -> [(oid: Int64, name: String)] {
        var tables: [(oid: Int64, name: String)] = []
        let rows = try connection.execute(
            """
            SELECT DISTINCT t.tgrelid, c.relname
            FROM \(Self.ourTriggers)
            JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
            ORDER BY c.relname
            """,
            [.text(channelArgument + "%")]
        )
        for row in rows { tables.append((try row.int(0), try row.text(1))) }
        return tables
    }

    private func dropTriggers(
        ofTable oid: Int64,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        let rows = try connection.execute(
            """
            SELECT t.tgname, n.nspname, c.relname
            FROM \(Self.ourTriggers)
            JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid AND c.oid = $2::bigint::oid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            """,
            [.text(channelArgument + "%"), .int(oid)]
        )
        for row in rows {
            let table =
                PostgresIdentifier.quoted(try row.text(1)) + "."
                + PostgresIdentifier.quoted(try row.text(2))
            try connection.execute(TriggerRules.dropSQL(try row.text(0), on: table))
        }
    }

    /// Removes our rows, and the whole schema if no other tables are attached.
    ///
    /// Without CASCADE: what somebody else put there is theirs, and stops us with its name.
    private func dropSchema(
        on connection: PostgresConnection,
        _ objection: (String, [CheckpointRow]) -> String?
    ) throws(PostgresError) -> String? {
        let presence = try SidecarPresence.read(on: connection, catalog)
        if let reason = try reason(presence, on: connection, objection) { return reason }
        if presence.hasFlushTables, try Attachment.delete(on: connection, catalog, presence) {
            return nil
        }
        for row in try connection.execute(SidecarSchema.unusedFunctionsSQL) {
            let name = try row.text(0)
            if TriggerFunction.version(ofName: name) == nil { continue }
            try connection.execute("DROP FUNCTION \(TriggerFunction.qualified(name))()")
        }
        for table in SidecarSchema.tables {
            let name = PostgresIdentifier.quoted(table)
            try connection.execute("DROP TABLE IF EXISTS \(SchemaName.sidecar.quoted).\(name)")
        }
        try connection.execute("DROP SCHEMA \(SchemaName.sidecar.quoted)")
        return nil
    }

    private func reason(
        _ presence: SidecarPresence,
        on connection: PostgresConnection,
        _ objection: (String, [CheckpointRow]) -> String?
    ) throws(PostgresError) -> String? {
        guard presence.hasFlushTables, let attachment = presence.attachment else { return nil }
        return objection(
            attachment.databaseID,
            try CheckpointRow.readAll(on: connection, attachment)
        )
    }

    /// How the first argument of every trigger on our channel begins, in hex.
    private var channelArgument: String {
        TriggerDefinition.encode([NoticeChannel(catalog).name])
    }

    private static let ourTriggers = """
        pg_catalog.pg_trigger t
        JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
        JOIN pg_catalog.pg_namespace s ON s.oid = p.pronamespace AND s.nspname = 'sidecar'
            AND NOT t.tgisinternal AND pg_catalog.encode(t.tgargs, 'hex') LIKE $1
        """
}
