extension PostgresConnection {
    /// Has notifications of a channel sent to this session.
    package func listen(_ channel: String) throws(PostgresError) {
        try execute(script: "LISTEN \(PostgresIdentifier.quoted(channel))")
    }

    /// Sends a notification when the present transaction commits.
    package func notify(_ channel: String, payload: String) throws(PostgresError) {
        try execute("SELECT pg_notify($1, $2)", [.text(channel), .text(payload)])
    }

    /// Waits for notifications.
    /// - Returns: All that have arrived; none when the time is up or `interrupt.wake` was called.
    /// - Throws: `.connectionLost` when the session ended, `.cancelled` after `interrupt.cancel`.
    package func waitForNotices(timeout: Duration) throws(PostgresError) -> [PostgresNotice] {
        try waitForNotices(until: ContinuousClock.now + timeout)
    }
}
