/// A bounded number of connections, each on a thread of its own, on which blocking work runs.
///
/// Threads and connections are made when they are needed. A connection that was lost is replaced
/// on the next use. Jobs are served in the order in which they came.
package final class PostgresPool: Sendable {
    private let core: PoolCore

    /// - Parameters:
    ///   - settings: How connections are opened.
    ///   - name: What the threads are called.
    ///   - size: The most connections.
    ///   - queueLimit: The most jobs that wait; one more is refused with `.poolFull`.
    ///   - onConnect: Looks at each new connection before its first job; what it throws refuses
    ///     the connection, and fails that job.
    ///   - onMessage: Called with what servers say beside their answers.
    package init(
        _ settings: PostgresSettings,
        name: String = "pg",
        size: Int = 1,
        queueLimit: Int = 10_000,
        onConnect: @escaping @Sendable (PostgresConnection) throws(PostgresError) -> Void = {
            (_) throws(PostgresError) in
        },
        onMessage: @escaping @Sendable (PostgresServerMessage) -> Void = { _ in }
    ) {
        core = PoolCore(
            ConnectionOpening(settings: settings, onConnect: onConnect, onMessage: onMessage),
            name: name,
            state: PoolState(size: size, queueLimit: queueLimit)
        )
    }

    deinit {
        core.close(interrupting: false)
    }

    /// Runs blocking work with a connection of its own for as long as the work lasts.
    ///
    /// A transaction that the work leaves open is rolled back. When the calling task is cancelled,
    /// the statement in flight is cancelled on the server.
    /// - Throws: What the work throws, `.connectionFailed` when there is no server, `.cancelled`,
    ///   `.poolFull`, `.poolClosed`.
    package func run<T: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws(PostgresError) -> T
    ) async throws(PostgresError) -> T {
        let id = core.announce()
        let result: Result<T, PostgresError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                core.submit(
                    PoolJob(id: id) { connection in
                        let outcome = Result { () throws(PostgresError) in
                            try body(connection.get())
                        }
                        return { continuation.resume(returning: outcome) }
                    }
                )
            }
        } onCancel: {
            core.cancel(id)
        }
        return try result.get()
    }

    /// How many jobs run and wait.
    package var load: (running: Int, waiting: Int) { core.load }

    /// The same as `shutdown`, without waiting for the running jobs.
    package func close(interrupting: Bool = false) {
        core.close(interrupting: interrupting)
    }

    /// Refuses waiting and new jobs, lets running ones end, and closes all connections.
    /// - Parameter interrupting: Whether to cancel the running ones.
    package func shutdown(interrupting: Bool = false) async {
        close(interrupting: interrupting)
        await withCheckedContinuation { core.whenEmpty($0) }
    }
}
