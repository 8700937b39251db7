import NIOConcurrencyHelpers

/// Lets callers go on when all have come.
final class StartLine: Sendable {
    private struct State: Sendable {
        var missing: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: NIOLockedValueBox<State>

    init(_ count: Int) {
        state = NIOLockedValueBox(State(missing: count))
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let released = state.withLockedValue { state in
                state.missing -= 1
                state.waiting.append(continuation)
                return state.missing > 0 ? [] : state.waiting
            }
            for caller in released { caller.resume() }
        }
    }
}
