/// Probes on their way: sent by a look-up connection, awaited on the listening one.
///
/// A probe that arrives proves that both lead to the same database and that notices come through.
final class ProbeBoard: Sendable {
    private struct State: Sendable {
        var sentAt: [String: Moment] = [:]
        var arrivals: [String: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Locked(State())

    /// Enters a probe that is about to be sent.
    /// - Returns: yields once it has arrived.
    func expect(_ id: String, sentAt: Moment) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        state.withLock { state in
            state.sentAt[id] = sentAt
            state.arrivals[id] = continuation
        }
        return stream
    }

    /// A probe has arrived.
    /// - Returns: when it was sent; nil for one that is not ours.
    func arrived(_ id: String) -> Moment? {
        let (sentAt, arrival) = state.withLock { state in
            (state.sentAt.removeValue(forKey: id), state.arrivals.removeValue(forKey: id))
        }
        arrival?.yield()
        arrival?.finish()
        return sentAt
    }

    /// Gives up a probe.
    func forget(_ id: String) {
        let arrival = state.withLock { state in
            state.sentAt[id] = nil
            return state.arrivals.removeValue(forKey: id)
        }
        arrival?.finish()
    }
}
