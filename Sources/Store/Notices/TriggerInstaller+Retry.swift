extension TriggerInstaller {
    /// Runs a step in a transaction under the lock, again and again while others are in the
    /// way.
    ///
    /// - Returns: what the step gave, nil when it never came to its turn.
    func retrying<T>(
        on connection: PostgresConnection,
        _ step: (PostgresConnection) throws(PostgresError) -> T
    ) throws(PostgresError) -> T? {
        for attempt in 1...max(1, limits.attempts) {
            do {
                return try connection.transaction { (connection) throws(PostgresError) in
                    let timeout =
                        "SET LOCAL lock_timeout = \(max(1, limits.lockTimeout.milliseconds))"
                    try connection.execute(timeout)
                    try SchemaLock.acquire(on: connection)
                    return try step(connection)
                }
            } catch  where error.sqlState == .lockNotAvailable || error.sqlState == .deadlock {
                if attempt < limits.attempts { try pause(on: connection) }
            }
        }
        return nil
    }

    /// Waits in the server, so that whoever interrupts the connection ends this, too.
    private func pause(on connection: PostgresConnection) throws(PostgresError) {
        let seconds = Double(limits.pause.milliseconds) / 1_000
        try connection.execute("SELECT pg_catalog.pg_sleep($1)", [.double(seconds)])
    }
}
