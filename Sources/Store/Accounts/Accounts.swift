import NIOConcurrencyHelpers

/// The rows that decide about requests, held in memory and shared by all event loops.
///
/// The shell of `AccountsState`: it locks, lets the state decide, unlocks, and then wakes whoever
/// has to act. `RowReadService` reads what is missing, `CacheKeeper` keeps the rest current.
package final class Accounts: Sendable {
    let shared: Locked<Shared>
    let clock: any MomentSource
    /// Yields when rows were queued to be read.
    let readRequests: AsyncStream<Void>
    private let readRequest: AsyncStream<Void>.Continuation
    /// Keys that were seen to have got another hash, to be journaled; for one consumer.
    package let keyMoves: AsyncStream<KeyMove>
    let keyMove: AsyncStream<KeyMove>.Continuation
    /// Tables that must be read anew as a whole.
    let reloads = PendingReloads()

    package init(
        limits: AccountLimits,
        pollInterval: Duration = .seconds(5),
        limitSettings: LimitSettings = LimitSettings(),
        clock: any MomentSource = SystemClock()
    ) {
        let meters = LimitMeters(limitSettings, startedAt: clock.now().monotonicNanoseconds)
        shared = Locked(
            Shared(
                cache: AccountsState(limits: limits, pollInterval: pollInterval, meters: meters)
            )
        )
        self.clock = clock
        (readRequests, readRequest) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (keyMoves, keyMove) = AsyncStream.makeStream()
    }

    /// Judges a key at once, from memory; never waits.
    ///
    /// - Parameters:
    ///   - token: The hash of the key.
    ///   - endUserID: The end user that the request names.
    ///   - sharedRows: The rows that bind every request.
    ///   - now: The moment of the request.
    ///   - rule: Runs under the lock with all rows of the key and what was taken of their limits,
    ///     so that its check and what it takes are one step: pure, and quick.
    /// - Returns: The verdict, or why there is none.
    package func decide<Verdict: Sendable>(
        token: TokenHash,
        endUserID: String?,
        sharedRows: SharedRows = SharedRows(),
        now: Moment,
        rule: (AccountChain, ProxyModels, inout LimitMeters) -> Verdict
    ) -> Decision<Verdict> {
        var (verdict, wait): (Verdict?, RowWait) = (nil, RowWait())
        defer { cancel(&wait) }
        return judge(
            &wait,
            token: token,
            endUserID: endUserID,
            sharedRows: sharedRows,
            now: now
        ) { chain, models, limits in
            verdict = rule(chain, models, &limits)
        }.with(verdict)
    }

    /// The same for a rule that keeps its verdict: nothing here is generic, since that would take
    /// longer than the rule.
    ///
    /// A look that ends in `.mustWait` leaves in `wait` what is needed to be woken (`whenRead`) and
    /// to look again, by another call of this.
    package func judge(
        _ wait: inout RowWait,
        token: TokenHash,
        endUserID: String?,
        sharedRows: SharedRows,
        now: Moment,
        rule: (AccountChain, ProxyModels, inout LimitMeters) -> Void
    ) -> Decision<Void> {
        let (decision, wakesReader) = shared.withLock { shared in
            let request = AccountRequest(
                token: token,
                endUserID: endUserID,
                shared: sharedRows,
                age: shared.age(of: &wait)
            )
            return shared.judge(&wait, request, now: now, by: rule)
        }
        if wakesReader { wakeReader() }
        return decision
    }

    /// Judges a key, after reading from the database what is not in memory.
    ///
    /// Every row that it judges by was current when this was called, or later. Ends when the reads
    /// end, one way or the other; cancelling the task gives `.unavailable`.
    package func decideWaiting<Verdict: Sendable>(
        token: TokenHash,
        endUserID: String?,
        sharedRows: SharedRows = SharedRows(),
        rule: @Sendable (AccountChain, ProxyModels, inout LimitMeters, Moment) -> Verdict
    ) async -> Decision<Verdict> {
        await decideWaiting(rule) { cache, age, now in
            let request = AccountRequest(
                token: token,
                endUserID: endUserID,
                shared: sharedRows,
                age: age
            )
            return cache.chain(for: request, now: now)
        }
    }

    /// Looks, waits for what has to be read, and looks again, until there is a verdict.
    func decideWaiting<Rows: Sendable, Verdict: Sendable>(
        _ rule: @Sendable (Rows, ProxyModels, inout LimitMeters, Moment) -> Verdict,
        look: @Sendable (inout AccountsState, RequestAge, Moment) -> ChainOutcome<Rows>
    ) async -> Decision<Verdict> {
        var age = shared.withLock { RequestAge(asked: $0.cache.currentGeneration) }
        while !Task.isCancelled {
            let now = clock.now()
            let attempt = shared.withLock { shared in
                shared.attempt(look(&shared.cache, age, now)) { rule($0, $1, &$2, now) }
            }
            if attempt.wakesReader { wakeReader() }
            guard let waiter = attempt.waiter else { return attempt.decision }
            age.waits(for: attempt.unread, at: attempt.lookedAt)
            switch await wait(waiter) {
            case .answered: break
            case .failed: age.hasFailedRead = true
            case .cancelled: shared.withLock { $0.cache.stopWaiting(waiter, for: attempt.unread) }
            }
        }
        return .unavailable
    }

    /// Keeps the part of an answer that the rows of a key alone decide.
    package func keep(_ answer: [UInt8], _ key: Cached<KeyRow>, _ team: Cached<TeamRow>?) {
        shared.withLock { shared in
            guard let slot = shared.cache.keys.find(key.row.token) else { return }
            shared.cache.answers.keep(answer, slot, key, team)
        }
    }

    /// Runs `body` on the cache, alone.
    package func update<Result>(_ body: (inout AccountsState, Moment) -> Result) -> Result {
        let now = clock.now()
        return shared.withLock { body(&$0.cache, now) }
    }

    /// Marks rows and whole tables as out of date, and has them read again.
    package func invalidate(rows: [RowReference], tables: Set<CachedTable>) {
        let outcome = update { cache, now in
            cache.notice(rows, wholeTables: tables, now: now)
        }
        if outcome.wakesReader { wakeReader() }
        if !outcome.reloads.isEmpty { reloads.add(outcome.reloads) }
    }

    /// Has the reader look for queued rows.
    func wakeReader() { readRequest.yield() }

    /// Lets requests go on that waited for a read.
    func resume(_ waiters: [WaiterID], _ outcome: WaitOutcome) {
        guard !waiters.isEmpty else { return }
        let sleepers = shared.withLock { shared in
            waiters.compactMap { shared.endWait($0, outcome) }
        }
        for sleeper in sleepers { sleeper.wake(outcome) }
    }

    func wait(_ waiter: WaiterID) async -> WaitOutcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ended = shared.withLock { $0.suspend(waiter, continuation) }
                if let ended { continuation.resume(returning: ended) }
            }
        } onCancel: {
            resume([waiter], .cancelled)
        }
    }
}
