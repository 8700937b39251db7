import CLibPQ

extension PostgresConnection {
    /// Sends rows with COPY … FROM STDIN, in the server's text format.
    ///
    /// - Parameters:
    ///   - sql: The COPY statement.
    ///   - rows: Called until it gives nil; each row has a text, or nil for NULL, per column.
    /// - Returns: How many rows the server stored.
    /// - Throws: What the statement or the closure throws; nothing is stored then.
    @discardableResult
    package func copyIn(
        _ sql: String,
        _ rows: () throws(PostgresError) -> [String?]?
    ) throws(PostgresError) -> Int {
        try unsafe send { unsafe PQsendQuery($0, sql) }
        guard let start = try nextResult() else { throw giveUp("COPY was not answered") }
        if start.isFailure { throw try failure(of: start) }
        guard start.status == PGRES_COPY_IN else {
            throw giveUp("the statement was not COPY … FROM STDIN")
        }
        do {
            try sendRows(rows)
        } catch {
            if isLost { throw error }
            try unsafe copy { unsafe PQputCopyEnd($0, "ended by the client") }
            do { _ = try collect() } catch { if isLost { throw error } }
            throw error
        }
        try unsafe copy { unsafe PQputCopyEnd($0, nil) }
        return try collect().affectedRows
    }

    private func sendRows(
        _ rows: () throws(PostgresError) -> [String?]?
    ) throws(PostgresError) {
        var block: [UInt8] = []
        func sendBlock() throws(PostgresError) {
            try unsafe copy { connection in
                unsafe block.withUnsafeBytes { bytes in
                    let start = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress
                    return unsafe PQputCopyData(connection, start, Int32(bytes.count))
                }
            }
            block.removeAll(keepingCapacity: true)
        }
        while let row = try rows() {
            CopyText.append(row, to: &block)
            if block.count >= 1 << 16 { try sendBlock() }
        }
        if !block.isEmpty { try sendBlock() }
    }
}
