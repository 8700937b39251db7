/// Makes the tables in a database that has none: `sidecar schema create`.
package enum SchemaCreator {
    /// Makes all tables of ``TableName/created`` in one transaction.
    ///
    /// The Postgres schema is made when it is missing.
    ///
    /// - Throws: `SchemaError.alreadyThere` when the database has the tables of a proxy, in
    ///   whatever schema; `.incomplete` when it has tables of these names without that of keys;
    ///   `.occupied` when there are others where they would go; `.notPermitted` when the role may
    ///   not make them. Nothing was made then.
    package static func create(
        on connection: PostgresConnection,
        schema: SchemaName = .public,
        prefix: TablePrefix = .standard
    ) throws(SchemaError) {
        let obstacle = try SchemaError.wrapping { () throws(PostgresError) in
            try connection.transaction { (connection) throws(PostgresError) in
                try SchemaLock.acquire(on: connection)
                let obstacle = try findObstacle(connection, schema, prefix)
                if obstacle == nil { try make(connection, schema, prefix) }
                return obstacle
            }
        }
        if let obstacle { throw obstacle }
    }

    private static func findObstacle(
        _ connection: PostgresConnection,
        _ schema: SchemaName,
        _ prefix: TablePrefix
    ) throws(PostgresError) -> SchemaError? {
        let proxies = try SchemaDiscovery.candidates(on: connection).map(\.description)
        let relations = try relations(in: schema, connection)
        let ours = Set(TableName.created.map(prefix.name(of:)))
        let found = relations.filter(ours.contains).map { "\(schema.rawValue).\($0)" }
        if !proxies.isEmpty { return .alreadyThere(Set(proxies + found).sorted()) }
        if !found.isEmpty { return .incomplete(found: found) }
        return relations.isEmpty ? nil : .occupied(schema, by: Array(relations.prefix(5)))
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

    /// Tables and views, but those that belong to an extension.
    private static func relations(
        in schema: SchemaName,
        _ connection: PostgresConnection
    ) throws(PostgresError) -> [String] {
        let rows = try connection.execute(
            """
            SELECT c.relname
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                AND NOT EXISTS (
                    SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                        AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY c.relname
            """,
            [.text(schema.rawValue)]
        )
        var names: [String] = []
        for row in rows { names.append(try row.text(0)) }
        return names
    }
}

extension PostgresError {
    /// Whether the role lacks a right, or the session may not write at all.
    var isRefusedToRole: Bool {
        sqlState == .insufficientPrivilege || sqlState == .readOnlyTransaction
    }
}
