/// What a flush must know of the database beside the columns: by which columns daily rows are one.
struct FlushCatalog: Equatable, Sendable {
    let catalog: Catalog
    /// The columns of the unique index of each daily table; those that have none are not written.
    let dailyKeys: [TableName: [String]]

    /// Looks at the indexes.
    static func read(
        on connection: PostgresConnection,
        _ catalog: Catalog
    ) throws(PostgresError) -> FlushCatalog {
        var tables: [Int64: TableName] = [:]
        for name in TableName.dailySpend {
            if let table = catalog.tables[name] { tables[Int64(table.oid)] = name }
        }
        var keys: [TableName: [String]] = [:]
        let rows = try connection.execute(uniqueIndexesSQL, [.intArray(tables.keys.sorted())])
        for row in rows {
            guard let table = tables[try row.int(0)], keys[table] == nil else { continue }
            let columns = try row.textArray(1)
            if DailyColumn.canBeKey(columns, of: table) { keys[table] = columns }
        }
        return FlushCatalog(catalog: catalog, dailyKeys: keys)
    }

    /// Versions of the proxy differ in the columns of these indexes, and white labels in their
    /// names, so the target of ON CONFLICT is read off the database.
    private static let uniqueIndexesSQL = """
        SELECT i.indrelid::bigint, ARRAY(
            SELECT a.attname::text
            FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
            ORDER BY k.place)
        FROM pg_catalog.pg_index i
        WHERE i.indrelid = ANY($1::bigint[]::oid[]) AND i.indisunique AND NOT i.indisprimary
            AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
        ORDER BY i.indexrelid
        """
}
