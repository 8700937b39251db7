/// Looks at a database: which of the proxy's tables it has, where, and with which columns.
package enum SchemaDiscovery {
    /// Finds the tables that are meant and reads their columns.
    ///
    /// - Parameters:
    ///   - connection: a session with the database to look at.
    ///   - schema: the Postgres schema from the settings, nil to look.
    ///   - prefix: the prefix from the settings, nil to look.
    /// - Returns: what is there.
    /// - Throws: `SchemaError` when there is no such table, or not exactly one that is meant.
    package static func discover(
        on connection: PostgresConnection,
        schema: SchemaName? = nil,
        prefix: TablePrefix? = nil
    ) throws(SchemaError) -> Catalog {
        let candidates = try SchemaError.wrapping {
            () throws(PostgresError) -> [DiscoveryCandidate] in
            try self.candidates(on: connection)
        }
        switch DiscoveryRules.choose(from: candidates, schema: schema, prefix: prefix) {
        case .found(let schema, let prefix):
            return try SchemaError.wrapping { () throws(PostgresError) in
                try self.catalog(on: connection, schema: schema, prefix: prefix)
            }
        case .empty: throw .noTables
        case .elsewhere(let configured, let found):
            throw .elsewhere(configured: configured, found: found)
        case .ambiguous(let candidates): throw .ambiguous(candidates)
        }
    }

    /// Reads the known tables under a prefix in a Postgres schema; possibly none.
    package static func catalog(
        on connection: PostgresConnection,
        schema: SchemaName,
        prefix: TablePrefix
    ) throws(PostgresError) -> Catalog {
        let names = Dictionary(
            TableName.allCases.map { (prefix.name(of: $0), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let rows = try connection.execute(
            columnsSQL,
            [.text(schema.rawValue), .textArray(names.keys.sorted())]
        )
        var oids: [TableName: UInt32] = [:]
        var columns: [TableName: [CatalogColumn]] = [:]
        var isOurs = false
        for row in rows {
            guard let table = names[try row.text(0)] else { continue }
            oids[table] = try row.oid(1)
            if try row.optionalText(8) == SchemaPlan.mark { isOurs = true }
            columns[table, default: []].append(try column(row))
        }
        let tables = oids.map { table, oid in
            (table, CatalogTable(oid: oid, columns: columns[table] ?? []))
        }
        return Catalog(
            schema: schema,
            prefix: prefix,
            tables: Dictionary(uniqueKeysWithValues: tables),
            isOurs: isOurs
        )
    }

    /// Every table that looks like the proxy's table of keys.
    package static func candidates(
        on connection: PostgresConnection
    ) throws(PostgresError) -> [DiscoveryCandidate] {
        var candidates: [DiscoveryCandidate] = []
        for row in try connection.execute(candidatesSQL) {
            let candidate = DiscoveryCandidate(schema: try row.text(0), table: try row.text(1))
            if let candidate { candidates.append(candidate) }
        }
        return candidates
    }

    private static func column(_ row: PostgresRow) throws(PostgresError) -> CatalogColumn {
        CatalogColumn(
            name: try row.text(2),
            typeOID: try row.oid(3),
            type: try row.text(4),
            isRequired: try row.bool(5),
            hasDefault: try row.bool(6),
            isGenerated: try row.bool(7)
        )
    }

    /// Ordinary tables only: a view or a partition of that name is not the table of keys.
    private static let candidatesSQL = """
        SELECT n.nspname, c.relname
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
            AND c.relname LIKE '%VerificationToken'
            AND 3 = (
                SELECT count(*)
                FROM pg_catalog.pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    AND a.attname IN ('token', 'key_name', 'spend'))
        """

    private static let columnsSQL = """
        SELECT c.relname, c.oid, a.attname, a.atttypid,
            pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
            (a.atthasdef AND a.attgenerated = '') OR a.attidentity <> '',
            a.attgenerated <> '' OR a.attidentity = 'a',
            CASE WHEN a.attnum = 1 THEN pg_catalog.obj_description(c.oid, 'pg_class') END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
        WHERE n.nspname = $1 AND c.relname = ANY ($2) AND c.relkind IN ('r', 'p')
            AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY c.relname, a.attnum
        """
}

extension PostgresRow {
    /// A column of type `oid`.
    func oid(_ column: Int) throws(PostgresError) -> UInt32 {
        guard let oid = UInt32(exactly: try int(column)) else {
            throw PostgresError(.unreadable, "column \(name(column)) does not hold an oid")
        }
        return oid
    }
}
