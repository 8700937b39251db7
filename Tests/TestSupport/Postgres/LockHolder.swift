import Store

/// Somebody else's transaction that holds what a script has locked, until it is released.
package final class LockHolder: Sendable {
    private let interrupt: PostgresInterrupt
    private let job: Task<Void, any Error>

    /// Returns when the locks are held.
    ///
    /// - Parameters:
    ///   - database: Where it is.
    ///   - script: What locks.
    /// - Throws: What keeps it from locking.
    package init(_ database: TestDatabase, _ script: String) async throws {
        let settings = database.settings
        let interrupt = try PostgresInterrupt()
        let (stream, isHeld) = AsyncStream.makeStream(of: Void.self)
        self.interrupt = interrupt
        job = Task {
            try await OwnThread.run("holder") { () throws(PostgresError) in
                defer { isHeld.finish() }
                let connection = try PostgresConnection(settings, interrupt: interrupt)
                try connection.execute(script: "BEGIN; \(script)")
                isHeld.yield()
                _ = try connection.waitForNotices(timeout: .seconds(60))
                try connection.execute(script: "ROLLBACK")
            }
        }
        for await _ in stream { return }
        try await job.value
    }

    /// Ends the transaction.
    package func release() async throws {
        interrupt.wake()
        try await job.value
    }
}
