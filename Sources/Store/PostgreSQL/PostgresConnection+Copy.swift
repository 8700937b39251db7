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

extension PostgresConnection {
    /// Has the rows of a query sent by COPY … TO STDOUT, and hands them over as they arrive.
    ///
    /// That costs a fraction of libpq's rows one by one, each of which is a result by itself.
    /// - Parameters:
    ///   - query: A SELECT without parameters.
    ///   - body: Takes the row, whose memory the next one gets.
    /// - Throws: What the statement or the closure throws; the rows that were given out before
    ///   belong to no complete answer then.
    func copyOut(
        _ query: String,
        _ body: (CopyLine) throws(PostgresError) -> Void
    ) throws(PostgresError) {
        try unsafe send { unsafe PQsendQuery($0, "COPY (\(query)) TO STDOUT") }
        guard let start = try nextResult() else { throw giveUp("COPY was not answered") }
        if start.isFailure { throw try failure(of: start) }
        guard start.status == PGRES_COPY_OUT else {
            throw giveUp("the statement was not COPY … TO STDOUT")
        }
        let line = CopyLine()
        while try receive(line) {
            do {
                try body(line)
            } catch {
                try discardRest(of: line)
                throw error
            }
        }
        _ = try collect()
    }

    private func discardRest(of line: CopyLine) throws(PostgresError) {
        requestCancel()
        while try receive(line) {}
        while try nextResult() != nil {}
        try settleCancel()
    }
}
