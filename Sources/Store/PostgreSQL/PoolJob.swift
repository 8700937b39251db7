/// One piece of blocking work that waits for a connection.
struct PoolJob: Sendable {
    let id: PoolState.JobID

    /// Does the work on the worker's thread, or takes the reason why it can't be done.
    /// - Returns: What tells the caller, to be called once the worker is free again.
    let work: @Sendable (Result<PostgresConnection, PostgresError>) -> @Sendable () -> Void
}
