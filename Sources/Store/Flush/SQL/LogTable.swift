/// A table of log rows, and how rows get into it so that none vanishes and none is doubled.
struct LogTable: Sendable {
    let table: String
    let columns: [LogColumn]
    /// The column whose JSON holds the marker; nil where this version lacks it.
    let markerColumn: String?

    /// `SpendLogs`; nil where there is no such table.
    static func spendLogs(_ catalog: Catalog) -> LogTable? {
        LogTable(catalog, .spendLogs, LogColumn.spendLogs, marker: "metadata")
    }

    /// `ErrorLogs`; nil where there is no such table.
    static func errorLogs(_ catalog: Catalog) -> LogTable? {
        LogTable(catalog, .errorLogs, LogColumn.errorLogs, marker: "request_kwargs")
    }

    private init?(
        _ catalog: Catalog,
        _ name: TableName,
        _ columns: [LogColumn],
        marker: String
    ) {
        guard catalog.has(name, "request_id") else { return nil }
        table = catalog.quoted(name)
        self.columns = columns.filter { column in
            catalog.column(name, column.name).map { !$0.isGenerated } ?? false
        }
        markerColumn = catalog.has(name, marker) ? marker : nil
    }

    /// Puts rows in.
    ///
    /// A row whose id is taken already is ours where the marker says so: then it was put in
    /// before. Else somebody else's request has that id, and the row goes in under its suffixed id.
    ///
    /// - Throws: `.invalidValue` when a row is neither in nor proved to have been.
    func insert(
        _ rows: [FlushLogRow],
        on connection: PostgresConnection
    ) throws(PostgresError) {
        guard !rows.isEmpty else { return }
        // In the order of their ids, so that two daemons with the same ones wait for each other at
        // most in one direction.
        let rows = rows.map { (TextID($0.requestID), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
        if rows.count >= Self.leastCopied, try copyIn(rows, on: connection) { return }
        // Of two rows with one id in one INSERT, ON CONFLICT DO NOTHING would lose the second.
        var named: Set<TextID> = []
        let first = rows.filter { named.insert(TextID($0.requestID)).inserted }
        let inserted = try insert(first, ids: first.map(\.requestID), on: connection)
        var left = first.filter { !inserted.contains(TextID($0.requestID)) }
        if first.count < rows.count {
            var seen: Set<TextID> = []
            left += rows.filter { !seen.insert(TextID($0.requestID)).inserted }
        }
        guard !left.isEmpty else { return }
        left = try unproved(left, ids: left.map(\.requestID), on: connection)
        let suffixed = try insert(left, ids: left.map(\.suffixedID), on: connection)
        left = left.filter { !suffixed.contains(TextID($0.suffixedID)) }
        left = try unproved(left, ids: left.map(\.suffixedID), on: connection)
        if !left.isEmpty {
            throw PostgresError(.invalidValue, "\(left.count) log rows were not stored")
        }
    }

    /// Below it, an INSERT has fewer round trips.
    private static let leastCopied = 50

    /// All of them at once, which works where no id is taken: with COPY the server reads what is
    /// still being written here, and an INSERT costs more on both sides.
    ///
    /// - Returns: Whether they are in; if not, nothing of it is left.
    private func copyIn(
        _ rows: [FlushLogRow],
        on connection: PostgresConnection
    ) throws(PostgresError) -> Bool {
        let columns = columns.filter { $0.hasValue(in: rows) }
        let names = ["request_id"] + columns.map(\.name)
        let list = names.map(PostgresIdentifier.quoted).joined(separator: ", ")
        try connection.execute(script: "SAVEPOINT log_rows")
        var position = 0
        do throws(PostgresError) {
            let count = try connection.copyIn("COPY \(table) (\(list)) FROM STDIN") {
                guard position < rows.count else { return nil }
                defer { position += 1 }
                let row = rows[position]
                return [row.requestID] + columns.map { $0.text(of: row) }
            }
            guard count == rows.count else {
                throw PostgresError(.invalidValue, "\(rows.count - count) log rows were not stored")
            }
            return true
        } catch {
            // An id that is taken, or a table that takes no COPY, such as one with row security.
            guard error.sqlState == .uniqueViolation || error.sqlState == .featureNotSupported
            else { throw error }
            try connection.execute(script: "ROLLBACK TO SAVEPOINT log_rows")
            return false
        }
    }

    private func insert(
        _ rows: [FlushLogRow],
        ids: [String],
        on connection: PostgresConnection
    ) throws(PostgresError) -> Set<TextID> {
        guard !rows.isEmpty else { return [] }
        var names = ["\"request_id\""]
        var sent = ["$1::text[]"]
        var values = ["u.c1"]
        var parameters: [PostgresValue] = [.textArray(ids)]
        for column in columns {
            guard let array = column.array(rows) else { continue }
            parameters.append(array)
            let (type, target) = column.types
            names.append(PostgresIdentifier.quoted(column.name))
            sent.append("$\(parameters.count)::\(type)[]")
            values.append("u.c\(parameters.count)" + (target.map { "::\($0)" } ?? ""))
        }
        let aliases = (1...parameters.count).map { "c\($0)" }.joined(separator: ", ")
        let result = try connection.execute(
            """
            INSERT INTO \(table) (\(names.joined(separator: ", ")))
            SELECT \(values.joined(separator: ", "))
            FROM unnest(\(sent.joined(separator: ", "))) AS u (\(aliases))
            ON CONFLICT DO NOTHING RETURNING "request_id"
            """,
            parameters
        )
        var inserted: Set<TextID> = []
        for row in result { inserted.insert(TextID(try row.text(0))) }
        return inserted
    }

    /// Those of the rows that are not in the table under these ids.
    private func unproved(
        _ rows: [FlushLogRow],
        ids: [String],
        on connection: PostgresConnection
    ) throws(PostgresError) -> [FlushLogRow] {
        guard !rows.isEmpty, let markerColumn else { return rows }
        let found = try connection.execute(
            """
            SELECT "request_id", \(PostgresIdentifier.quoted(markerColumn)) ->> $2 FROM \(table)
            WHERE "request_id" = ANY($1::text[])
            """,
            [.textArray(ids), .text(FlushLogRow.markerName)]
        )
        var markers: Set<[TextID]> = []
        for row in found {
            guard let marker = try row.optionalText(1) else { continue }
            markers.insert([TextID(try row.text(0)), TextID(marker)])
        }
        return zip(rows, ids).filter { row, id in
            !markers.contains([TextID(id), TextID(row.marker)])
        }
        .map(\.0)
    }
}
