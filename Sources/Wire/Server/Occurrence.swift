import NIOConcurrencyHelpers

/// Something that happens once, and that any task can wait for.
///
/// Unlike the promise of an event loop it needs no loop to come true: it may outlive them all.
final class Occurrence: Sendable {
    private enum State: Sendable {
        /// These wait for it. Goes to `happened`.
        case awaited([CheckedContinuation<Void, Never>])
        /// Nobody has to wait any more. Stays.
        case happened
    }

    private let state = NIOLockedValueBox(State.awaited([]))

    /// Lets everybody go on who waits; a second call does nothing.
    func happen() {
        let waiting: [CheckedContinuation<Void, Never>] = state.withLockedValue { state in
            defer { state = .happened }
            switch state {
            case .awaited(let waiting): return waiting
            case .happened: return []
            }
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Waits until it has happened, also in a task that is cancelled.
    func wait() async {
        await withCheckedContinuation { continuation in
            let hasHappened = state.withLockedValue { state in
                switch state {
                case .awaited(let waiting):
                    state = .awaited(waiting + [continuation])
                    return false
                case .happened: return true
                }
            }
            if hasHappened { continuation.resume() }
        }
    }
}
