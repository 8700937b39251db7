/// The complete answer to a statement: its rows, and how many rows it touched.
package struct ResultRows: Sendable, RandomAccessCollection {
    private let handle: ResultHandle?

    init(_ handle: ResultHandle?) {
        self.handle = handle
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { handle?.rowCount ?? 0 }

    package subscript(position: Int) -> PostgresRow {
        guard let handle, position >= 0, position < handle.rowCount else {
            preconditionFailure("row \(position) of \(count)")
        }
        return PostgresRow(handle, row: position)
    }

    /// The names of the columns, in order.
    package var columnNames: [String] {
        guard let handle else { return [] }
        return (0..<handle.columnCount).map { handle.columnName($0) }
    }

    /// How many rows an INSERT, UPDATE, DELETE, SELECT or COPY touched.
    package var affectedRows: Int { handle?.affectedRows ?? 0 }

    /// What the server called the command that it did, such as `COMMIT`.
    package var commandTag: String { handle?.commandTag ?? "" }

    /// The only row.
    /// - Throws: `.unreadable` when there is none, or more than one.
    package func only() throws(PostgresError) -> PostgresRow {
        guard count == 1 else {
            throw PostgresError(.unreadable, "one row was expected, \(count) came")
        }
        return self[0]
    }
}
