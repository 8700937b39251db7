/// Makes the tables in a database that has none: `sidecar schema create`.
package enum SchemaCreator {
    /// Makes all tables of ``TableName/created`` in one transaction.
    ///
    /// The Postgres schema is made when it is missing.
    ///
    /// - Throws: `SchemaError.alreadyThere` when the database has the tables of a proxy, in
    ///   whatever schema, or any table of these names where they would go;
    ///   `.notPermitted` when the role may not make them. Nothing was made then.
    package static func create(
        on connection: PostgresConnection,
        schema: SchemaName = .public,
        prefix: TablePrefix = .standard
    ) throws(SchemaError) {
        let existing = try SchemaError.wrapping { () throws(PostgresError) in
            try connection.transaction { (connection) throws(PostgresError) in
                try SchemaLock.acquire(on: connection)
                let existing = try existingTables(connection, schema, prefix)
                if existing.isEmpty { try make(connection, schema, prefix) }
                return existing
            }
        }
        guard existing.isEmpty else { throw .alreadyThere(existing) }
    }

    private static func make(
        _ connection: PostgresConnection,
        _ schema: SchemaName,
        _ prefix: TablePrefix
    ) throws(PostgresError) {
        let found = try connection.execute(
            "SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1",
            [.text(schema.rawValue)]
        )
        if found.isEmpty { try connection.execute("CREATE SCHEMA \(schema.quoted)") }
        var plan = SchemaPlan(schema: schema, prefix: prefix)
        try connection.execute(script: plan.statements().joined(separator: ";\n"))
    }

    /// The tables that stand in the way: those of a proxy, and any relation of our names.
    private static func existingTables(
        _ connection: PostgresConnection,
        _ schema: SchemaName,
        _ prefix: TablePrefix
    ) throws(PostgresError) -> [String] {
        let proxies = try SchemaDiscovery.candidates(on: connection).map(\.description)
        let rows = try connection.execute(
            """
            SELECT c.relname
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relname = ANY ($2)
            """,
            [.text(schema.rawValue), .textArray(TableName.created.map(prefix.name(of:)))]
        )
        var names = Set(proxies)
        for row in rows { names.insert("\(schema.rawValue).\(try row.text(0))") }
        return names.sorted()
    }
}

extension PostgresError {
    /// Whether the role lacks a right, or the session may not write at all.
    var isRefusedToRole: Bool {
        sqlState == .insufficientPrivilege || sqlState == .readOnlyTransaction
    }
}
