/// A row that is read from the database: from which table, which columns, and how.
package protocol StoredRow: AccountRow {
    /// The table that holds such rows in memory.
    static var cachedTable: CachedTable { get }

    /// The table that they are read from.
    static var tableName: TableName { get }

    /// The columns, in the order in which `init(_:)` takes them.
    static var columns: [String] { get }

    /// The columns by which rows are looked up, in the order of `idParameters`.
    static var idColumns: [String] { get }

    /// The ids as one array per column of `idColumns`.
    static func idParameters(_ ids: [ID]) -> [PostgresValue]

    /// Takes the columns one after the other; nil for a row that no request can mean.
    init?(_ fields: inout RowFields) throws(PostgresError)
}
