import NIOConcurrencyHelpers

/// A state behind a lock: take it, decide, give it back, and only then act on what was decided.
///
/// `Synchronization.Mutex` would do the same, but the thread sanitizer reports false races on it.
package struct Locked<State: Sendable>: Sendable {
    private let box: NIOLockedValueBox<State>

    package init(_ state: State) {
        box = NIOLockedValueBox(state)
    }

    /// Runs `body` on the state, alone; what it does must be short and must not block.
    package func withLock<Result, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        do {
            return try box.withLockedValue { state in try body(&state) }
        } catch let error as Failure {
            throw error
        } catch {
            preconditionFailure("only the body throws: \(error)")
        }
    }
}
