/// Reads cached tables as the catalogue describes them: whole, or the rows with certain ids.
package struct TableReader: Sendable {
    package let catalog: Catalog

    package init(catalog: Catalog) {
        self.catalog = catalog
    }

    /// How many rows a table has now.
    package func count<Row: StoredRow>(
        of row: Row.Type,
        on connection: PostgresConnection
    ) throws(PostgresError) -> Int {
        guard catalog.has(Row.tableName) else { return 0 }
        let rows = try connection.execute("SELECT count(*) FROM \(catalog.quoted(Row.tableName))")
        return Int(try rows.only().int(0))
    }

    /// The rows that exist of those asked for, by one statement.
    ///
    /// One id that no row can have must not fail the statement for all others.
    package func rows<Row: StoredRow>(
        _ ids: [Row.ID],
        on connection: PostgresConnection
    ) throws(PostgresError) -> [Row] {
        let possible = ids.filter(\.canExist)
        guard catalog.has(Row.tableName), !possible.isEmpty else { return [] }
        var found: [Row] = []
        var fields = RowFields(names: Row.columns)
        for result in try connection.execute(byID(Row.self), Row.idParameters(possible)) {
            fields.begin(result)
            if let row = try Row(&fields) { found.append(row) }
        }
        return found
    }

    /// All rows, as they arrive, in portions of at most `portion`.
    package func allRows<Row: StoredRow>(
        portion: Int,
        on connection: PostgresConnection,
        _ body: ([Cached<Row>]) -> Void
    ) throws(PostgresError) {
        guard catalog.has(Row.tableName) else { return }
        var rows: [Cached<Row>] = []
        rows.reserveCapacity(portion)
        var fields = RowFields(names: Row.columns)
        try connection.copyOut(selectAll(Row.self)) { line throws(PostgresError) in
            fields.begin(line)
            if let row = try Row(&fields) { rows.append(Cached(row)) }
            if rows.count == portion {
                body(rows)
                rows.removeAll(keepingCapacity: true)
                HeapGrowth.ahead()
            }
        }
        body(rows)
    }

    private func selectAll<Row: StoredRow>(_ row: Row.Type) -> String {
        let list = SelectList(Row.tableName, Row.columns, in: catalog)
        return "SELECT \(list.sql) FROM \(catalog.quoted(Row.tableName))"
    }

    private func byID<Row: StoredRow>(_ row: Row.Type) -> PostgresStatement {
        let columns = Row.idColumns.map(PostgresIdentifier.quoted)
        let condition =
            columns.count == 1
            ? "\(columns[0]) = ANY ($1)"
            : "(\(columns.joined(separator: ", "))) IN (SELECT * FROM unnest($1, $2))"
        return PostgresStatement(
            "read_\(Row.tableName.rawValue)",
            "\(selectAll(row)) WHERE \(condition)"
        )
    }
}
