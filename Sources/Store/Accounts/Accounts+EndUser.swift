/// Verdicts on an end user alone, for requests that no row of a key binds.
extension Accounts {
    /// Judges at once, from memory; never waits.
    /// - Returns: the verdict, or `.mustWait`.
    package func decide<Verdict: Sendable>(
        endUserID: String?,
        sharedRows: SharedRows = SharedRows(),
        now: Moment,
        rule: (EndUserAccount, ProxyModels, inout LimitMeters) -> Verdict
    ) -> Decision<Verdict> {
        let (decision, wakesReader) = shared.withLock { shared in
            let age = RequestAge(asked: shared.cache.currentGeneration)
            let outcome = shared.cache.endUser(endUserID, age, shared: sharedRows, now: now)
            return shared.decide(outcome, rule: rule)
        }
        if wakesReader { wakeReader() }
        return decision
    }

    /// Judges after reading from the database what is not in memory.
    /// - Returns: the verdict; `.unavailable` only where the task was cancelled.
    package func decideWaiting<Verdict: Sendable>(
        endUserID: String?,
        sharedRows: SharedRows = SharedRows(),
        rule: @Sendable (EndUserAccount, ProxyModels, inout LimitMeters, Moment) -> Verdict
    ) async -> Decision<Verdict> {
        await decideWaiting(rule) { cache, age, now in
            cache.endUser(endUserID, age, shared: sharedRows, now: now)
        }
    }
}
