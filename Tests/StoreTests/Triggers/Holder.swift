import Store
import TestSupport

/// Somebody else's transaction that holds a lock on a table until released.
final class Holder: Sendable {
    private let interrupt: PostgresInterrupt
    private let job: Task<Void, any Error>

    /// Returns when the lock is held.
    init(_ database: TestDatabase, lock table: String) async throws {
        let settings = database.settings
        let interrupt = try PostgresInterrupt()
        let (stream, isHeld) = AsyncStream.makeStream(of: Void.self)
        self.interrupt = interrupt
        job = Task {
            try await OwnThread.run("holder") { () throws(PostgresError) in
                defer { isHeld.finish() }
                let connection = try PostgresConnection(settings, interrupt: interrupt)
                try connection.execute(script: "BEGIN; LOCK TABLE \(table) IN ROW EXCLUSIVE MODE")
                isHeld.yield()
                _ = try connection.waitForNotices(timeout: .seconds(60))
                try connection.execute(script: "ROLLBACK")
            }
        }
        for await _ in stream { return }
        try await job.value
    }

    /// Ends the transaction.
    func release() async throws {
        interrupt.wake()
        try await job.value
    }
}
