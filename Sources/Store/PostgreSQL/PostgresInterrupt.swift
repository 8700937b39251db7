/// Reaches a connection from other threads: ends its statement, or its wait for notices.
///
/// It may be made before the connection and outlive it.
package final class PostgresInterrupt: Sendable {
    private let state = Locked(InterruptState())
    let wakeDescriptor: WakeDescriptor

    /// - Throws: `.connectionFailed` when the process has no descriptor left.
    package init() throws(PostgresError) {
        do {
            wakeDescriptor = try WakeDescriptor()
        } catch {
            throw PostgresError(.connectionFailed, error)
        }
    }

    /// Ends the statement in flight, and refuses further ones, until `beginJob`.
    ///
    /// They fail with `.cancelled`. A COMMIT under way is let through.
    package func cancel() {
        state.withLock { $0.cancel() }
        wakeDescriptor.signal()
    }

    /// Ends the wait for notices, the present one or the next.
    package func wake() {
        state.withLock { $0.wake() }
        wakeDescriptor.signal()
    }

    /// Makes the connection usable after `cancel`.
    package func beginJob() {
        state.withLock { $0.beginJob() }
    }

    func with<R>(_ body: (inout InterruptState) -> R) -> R {
        state.withLock(body)
    }
}
