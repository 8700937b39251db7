extension Accounts {
    /// What stands behind the lock: the cache, and the tasks that wait for reads.
    struct Shared: Sendable {
        var cache: AccountsState
        private var waits: [WaiterID: Wait] = [:]
        private var waiterCount: UInt64 = 0

        init(cache: AccountsState) {
            self.cache = cache
        }

        /// One waiter's way: a read may end before its task has come to be suspended.
        private enum Wait: Sendable {
            /// Entered with the reads; next: suspended, or ended.
            case entered
            /// The task sleeps; next: gone.
            case suspended(CheckedContinuation<WaitOutcome, Never>)
            /// A call without a task sleeps; next: ended, or gone where it gave up.
            case watched(@Sendable () -> Void)
            /// The read was faster than the task, or a call has been woken; next: gone.
            case ended(WaitOutcome)
        }

        /// Who has to be woken.
        enum Sleeper: Sendable {
            case task(CheckedContinuation<WaitOutcome, Never>)
            case call(@Sendable () -> Void)

            /// Lets it go on, once the lock is given back.
            func wake(_ outcome: WaitOutcome) {
                switch self {
                case .task(let continuation): continuation.resume(returning: outcome)
                case .call(let wake): wake()
                }
            }
        }
    }

    /// One look at the cache by a task that may wait.
    struct Attempt<Verdict: Sendable>: Sendable {
        var decision: Decision<Verdict>
        var unread: [RowReference] = []
        /// The task is to wait under this number.
        var waiter: WaiterID?
        var wakesReader = false
        /// When it looked.
        var lookedAt = Generation.never
    }
}

extension Accounts.Shared {
    /// Judges the rows that a look at the cache has found.
    @inline(__always)
    mutating func decide<Rows, Verdict>(
        _ outcome: consuming ChainOutcome<Rows>,
        rule: (Rows, ProxyModels, inout LimitMeters) -> Verdict
    ) -> (Decision<Verdict>, wakesReader: Bool) {
        // Whatever came of the look: rows of an idle key may have been queued by it, also the one
        // that has to be waited for.
        let wakes = cache.refresh.takeWake()
        return switch consume outcome {
        case .chain(let rows): (.decided(judge(rows, rule)), wakes)
        case .unknownKey: (.unknownKey, wakes)
        case .unread(_, let wakesReader): (.mustWait, wakesReader || wakes)
        case .overloaded(let delay): (.overloaded(retryAfter: delay), wakes)
        case .unavailable: (.unavailable, wakes)
        }
    }

    /// The same where the rows were judged by the look.
    @inline(__always)
    mutating func decide(_ outcome: ChainOutcome<Void>) -> (Decision<Void>, wakesReader: Bool) {
        decide(outcome) { _, _, _ in }
    }

    @inline(__always)
    private mutating func judge<Rows, Verdict>(
        _ rows: Rows,
        _ rule: (Rows, ProxyModels, inout LimitMeters) -> Verdict
    ) -> Verdict {
        let models = cache.models
        return rule(rows, models, &cache.limitMeters)
    }

    /// The same, entering the task with the reads that it has to wait for.
    mutating func attempt<Rows, Verdict>(
        _ outcome: ChainOutcome<Rows>,
        rule: (Rows, ProxyModels, inout LimitMeters) -> Verdict
    ) -> Accounts.Attempt<Verdict> {
        let wakes = cache.refresh.takeWake()
        switch outcome {
        case .chain(let chain):
            return .init(decision: .decided(judge(chain, rule)), wakesReader: wakes)
        case .unknownKey: return .init(decision: .unknownKey, wakesReader: wakes)
        case .overloaded(let delay):
            return .init(decision: .overloaded(retryAfter: delay), wakesReader: wakes)
        case .unavailable: return .init(decision: .unavailable, wakesReader: wakes)
        case .unread(let references, let wakesReader):
            let waiter = enter(for: references)
            return .init(
                decision: .mustWait,
                unread: references,
                waiter: waiter,
                wakesReader: wakesReader || wakes,
                lookedAt: cache.currentGeneration
            )
        }
    }

    /// Enters a task with the reads that it has to wait for.
    mutating func enter(for references: [RowReference]) -> WaiterID {
        waiterCount += 1
        let waiter = WaiterID(number: waiterCount)
        waits[waiter] = .entered
        cache.wait(waiter, for: references)
        return waiter
    }

    /// - Returns: how the wait ended, if it has ended already.
    mutating func suspend(
        _ waiter: WaiterID,
        _ continuation: CheckedContinuation<WaitOutcome, Never>
    ) -> WaitOutcome? {
        if case .ended(let outcome)? = waits[waiter] {
            waits[waiter] = nil
            return outcome
        }
        waits[waiter] = .suspended(continuation)
        return nil
    }

    /// The same for a call without a task, which collects the outcome when it looks again.
    /// - Returns: whether the wait has ended already.
    mutating func suspend(_ waiter: WaiterID, _ wake: @escaping @Sendable () -> Void) -> Bool {
        if case .entered? = waits[waiter] {
            waits[waiter] = .watched(wake)
            return false
        }
        return true
    }

    /// - Returns: who sleeps, if somebody does; a waiter of several reads is woken by the first.
    mutating func endWait(_ waiter: WaiterID, _ outcome: WaitOutcome) -> Sleeper? {
        switch waits[waiter] {
        case .suspended(let continuation):
            waits[waiter] = nil
            return .task(continuation)
        case .watched(let wake):
            waits[waiter] = .ended(outcome)
            return .call(wake)
        case .entered:
            waits[waiter] = .ended(outcome)
            return nil
        case .ended, nil:
            return nil
        }
    }

    /// Ends a wait without a task.
    /// - Returns: how it ended; nil if it has not.
    @discardableResult
    mutating func forget(_ waiter: WaiterID) -> WaitOutcome? {
        if case .ended(let outcome)? = waits.removeValue(forKey: waiter) { outcome } else { nil }
    }
}

// MARK: - Calls that wait without a task

extension Accounts.Shared {
    /// One look at the cache for a call that may wait; the rule runs on what is found.
    @inline(__always)
    mutating func judge(
        _ wait: inout RowWait,
        _ request: AccountRequest,
        now: Moment,
        by rule: (AccountChain, ProxyModels, inout LimitMeters) -> Void
    ) -> (Decision<Void>, wakesReader: Bool) {
        let outcome = cache.judge(request, now: now, by: rule)
        if case .unread(let references, _) = outcome { enter(&wait, references, request.age) }
        return decide(outcome)
    }

    private mutating func enter(
        _ wait: inout RowWait,
        _ references: [RowReference],
        _ age: RequestAge
    ) {
        wait.age = age
        wait.age?.waits(for: references, at: cache.currentGeneration)
        wait.unread = references
        wait.waiter = enter(for: references)
    }

    /// Since when a call has waited, and whether a read that it waited for has failed.
    @inline(__always)
    mutating func age(of wait: inout RowWait) -> RequestAge {
        guard let waiter = wait.waiter, let age = wait.age else {
            return RequestAge(asked: cache.currentGeneration)
        }
        return goOn(waiter, age, &wait)
    }

    private mutating func goOn(
        _ waiter: WaiterID,
        _ age: RequestAge,
        _ wait: inout RowWait
    ) -> RequestAge {
        var age = age
        if forget(waiter) == .failed { age.hasFailedRead = true }
        wait = RowWait()
        return age
    }
}
