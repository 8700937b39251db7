import CLibPQ

extension PostgresConnection {
    /// Runs one statement with bound parameters and gives its complete answer.
    @discardableResult
    package func execute(
        _ sql: String,
        _ parameters: [PostgresValue] = []
    ) throws(PostgresError) -> ResultRows {
        try send(sql, ParameterBuffer(parameters))
        return try collect()
    }

    /// Runs a prepared statement, preparing it on first use; where a pooler forbids that, as if
    /// it were given as text.
    @discardableResult
    package func execute(
        _ statement: PostgresStatement,
        _ parameters: [PostgresValue] = []
    ) throws(PostgresError) -> ResultRows {
        let buffer = try ParameterBuffer(parameters)
        do {
            try send(statement, buffer)
            return try collect()
        } catch  where error.isStalePlan && !isInTransaction {
            forgetPrepared(statement, error)
            try send(statement, buffer)
            return try collect()
        } catch {
            if error.isStalePlan { forgetPrepared(statement, error) }
            throw error
        }
    }

    /// Runs several statements without parameters; the answer is the last one's.
    ///
    /// The server runs them in one transaction unless they say otherwise.
    @discardableResult
    package func execute(script: String) throws(PostgresError) -> ResultRows {
        guard !script.utf8.contains(0) else {
            throw PostgresError(.invalidValue, "the script holds a NUL byte")
        }
        try unsafe send { unsafe PQsendQuery($0, script) }
        return try collect()
    }

    /// Waits for the end of the statement in flight.
    func collect() throws(PostgresError) -> ResultRows {
        var last: ResultHandle?
        while let result = try nextResult() {
            if result.isFailure { throw try failure(of: result) }
            if result.status == PGRES_COPY_IN || result.status == PGRES_COPY_OUT {
                throw giveUp("COPY was sent as an ordinary statement")
            }
            last = result
        }
        try settleCancel()
        return ResultRows(last)
    }

    /// Reads the error, and the statement to its end, after which the session is usable or lost.
    func failure(of result: ResultHandle) throws(PostgresError) -> PostgresError {
        var error = PostgresError.reading(result)
        let wasCancelled = interrupt.with(\.mustStop)
        do {
            while try nextResult() != nil {}
            try settleCancel()
        } catch {
            // The connection ended; the server's own words say more about why.
        }
        if isLost {
            error.kind = .connectionLost
            _ = giveUp(error.message)
        } else if error.sqlState == .queryCanceled, wasCancelled {
            error.kind = .cancelled
        }
        return error
    }

    private func send(_ sql: String, _ buffer: ParameterBuffer) throws(PostgresError) {
        try unsafe send { connection in
            unsafe buffer.withPointers { count, types, values in
                unsafe PQsendQueryParams(connection, sql, count, types, values, nil, nil, 0)
            }
        }
    }

    private func send(
        _ statement: PostgresStatement,
        _ buffer: ParameterBuffer
    ) throws(PostgresError) {
        guard settings.pooling == .session else { return try send(statement.sql, buffer) }
        let name = try prepare(statement, buffer)
        try unsafe send { connection in
            unsafe buffer.withPointers { count, _, values in
                unsafe PQsendQueryPrepared(connection, name, count, values, nil, nil, 0)
            }
        }
    }

    private func prepare(
        _ statement: PostgresStatement,
        _ buffer: ParameterBuffer
    ) throws(PostgresError) -> String {
        if let name = preparedStatements[statement] { return name }
        nameCount += 1
        let name = "\(statement.name)_\(nameCount)"
        try unsafe send { connection in
            unsafe buffer.withPointers { count, types, _ in
                unsafe PQsendPrepare(connection, name, statement.sql, count, types)
            }
        }
        _ = try collect()
        preparedStatements[statement] = name
        return name
    }

    /// 26000 says that the session's statements are gone (DISCARD ALL); a stale plan is one only.
    private func forgetPrepared(_ statement: PostgresStatement, _ error: PostgresError) {
        if error.sqlState == .invalidStatementName {
            preparedStatements = [:]
        } else {
            preparedStatements[statement] = nil
        }
    }
}
