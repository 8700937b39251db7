/// Shows rows of a table as JSON objects, whatever columns the database has.
///
/// The columns that we know come in the order of the table's definition. Times of the proxy's
/// tables are naive and mean UTC, so they get their `Z` here; one that is infinite is no limit.
struct RowProjection {
    let table: TableName
    let catalog: Catalog

    /// A SELECT of primary key and JSON of the rows that `source` gives.
    ///
    /// - Parameter source: what stands behind FROM, with its conditions.
    /// - Returns: the statement.
    func select(from source: String) -> String {
        let id = table.definition.primaryKey.map { "shown.\(PostgresIdentifier.quoted($0))" }
        return """
            SELECT \(id.joined(separator: ", ")), pg_catalog.row_to_json(shown)::text
            FROM (SELECT \(expressions) FROM \(source)) AS shown
            """
    }

    private var expressions: String {
        table.definition.columns.compactMap { catalog.column(table, $0.name) }
            .map(Self.expression)
            .joined(separator: ", ")
    }

    private static func expression(_ column: CatalogColumn) -> String {
        let name = PostgresIdentifier.quoted(column.name)
        if column.name == KeyColumn.token.rawValue { return "\(shownToken) AS \(name)" }
        guard column.type.hasPrefix("timestamp") else { return name }
        return """
            CASE WHEN pg_catalog.isfinite(\(name)) THEN pg_catalog.replace(pg_catalog.to_char(\
            \(name), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '.000Z', 'Z') END AS \(name)
            """
    }

    /// The column `token`, hashed where somebody stored a key in clear text.
    static let shownToken = """
        CASE WHEN token LIKE 'sk-%' THEN pg_catalog.encode(pg_catalog.sha256(\
        pg_catalog.convert_to(token, 'UTF8')), 'hex') ELSE token END
        """
}
