extension Flusher {
    /// Who may look at the checkpoint or move it, and who waits for that.
    struct Turns: Sendable {
        var isTaken = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// Runs one after the other what looks at the checkpoint or moves it.
    ///
    /// Between a COMMIT and the moment at which it is taken note of, a look would see events
    /// booked that still count as pending, and take them off a second time.
    func inTurn<T>(_ body: () async -> T) async -> T {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.turns.isTaken { state.turns.waiters.append(continuation) }
                defer { state.turns.isTaken = true }
                return !state.turns.isTaken
            }
            if isFree { continuation.resume() }
        }
        let result = await body()
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.turns.waiters.isEmpty else { return state.turns.waiters.removeFirst() }
            state.turns.isTaken = false
            return nil
        }
        next?.resume()
        return result
    }
}
