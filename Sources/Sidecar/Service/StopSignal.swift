import Store
import UnixSignals

/// SIGTERM or SIGINT, heard from the moment at which this is made.
///
/// SIGHUP is heard as well, so that it does not end a daemon that is still starting; its settings
/// are the new ones then.
final class StopSignal: Sendable {
    private struct State: Sendable {
        var hasCome = false
        var waiting: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var nextWaiter: UInt64 = 0
    }

    private let state = Locked(State())
    private let signals: UnixSignalsSequence

    init() async {
        signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
    }

    /// Listens until the task is cancelled.
    func run() async {
        for await signal in signals where signal != .sighup { come() }
    }

    private func come() {
        let waiting = state.withLock { state in
            state.hasCome = true
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for waiter in waiting { waiter.finish() }
    }

    /// Waits until one has come, or until the task is cancelled.
    ///
    /// - Returns: whether one has come.
    @discardableResult
    func wait() async -> Bool {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let id = state.withLock { state in
            state.nextWaiter += 1
            if state.hasCome {
                continuation.finish()
            } else {
                state.waiting[state.nextWaiter] = continuation
            }
            return state.nextWaiter
        }
        for await _ in stream {}
        return state.withLock { state in
            state.waiting[id] = nil
            return state.hasCome
        }
    }
}
