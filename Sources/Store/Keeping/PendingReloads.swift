/// Tables that must be read anew as a whole, gathered until somebody does it.
final class PendingReloads: Sendable {
    private struct State: Sendable {
        var tables: Set<CachedTable> = []
        var listener: AsyncStream<Void>.Continuation?
    }

    private let state = Locked(State())

    func add(_ more: Set<CachedTable>) {
        let listener = state.withLock { state in
            state.tables.formUnion(more)
            return state.listener
        }
        listener?.yield()
    }

    /// All that has been asked for since the last call.
    func take() -> Set<CachedTable> {
        state.withLock { state in
            defer { state.tables = [] }
            return state.tables
        }
    }

    /// Yields when there are any; the last one to call this is told.
    ///
    /// A new stream each time: one whose reader was cancelled has ended for good.
    func requests() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(
            bufferingPolicy: .bufferingNewest(1)
        )
        let isPending = state.withLock { state in
            state.listener = continuation
            return !state.tables.isEmpty
        }
        if isPending { continuation.yield() }
        return stream
    }
}
