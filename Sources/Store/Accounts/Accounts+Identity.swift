extension Accounts {
    /// Who pays for the requests of a key, if memory can tell without any read.
    package func knownIdentity(ofKey token: TokenHash) -> SpendIdentity? {
        let now = clock.now()
        let (outcome, wakesReader) = shared.withLock { shared -> (IdentityOutcome, Bool) in
            let age = RequestAge(asked: shared.cache.currentGeneration)
            let outcome = shared.cache.identity(
                for: AccountRequest(token: token, age: age),
                now: now
            )
            guard case .unread(_, let wakesReader) = outcome else { return (outcome, false) }
            return (outcome, wakesReader)
        }
        if wakesReader { wakeReader() }
        guard case .known(let identity) = outcome else { return nil }
        return identity
    }

    /// Who pays for the requests of a key, from memory; what was never there is read once.
    package func identity(ofKey token: TokenHash) async -> SpendIdentity {
        var request = shared.withLock { shared in
            AccountRequest(
                token: token,
                age: RequestAge(asked: shared.cache.currentGeneration)
            )
        }
        while true {
            let now = clock.now()
            let attempt = shared.withLock { $0.attemptIdentity(request, now: now) }
            if attempt.wakesReader { wakeReader() }
            guard let waiter = attempt.waiter else { return attempt.identity }
            switch await wait(waiter) {
            case .answered: break
            case .failed: request.age.hasFailedRead = true
            case .cancelled:
                // Even then somebody pays: as far as memory knows.
                shared.withLock { $0.cache.stopWaiting(waiter, for: attempt.unread) }
                request.age.hasFailedRead = true
            }
        }
    }
}

extension Accounts {
    /// One look at the cache by a task that asks who pays.
    struct IdentityAttempt: Sendable {
        var identity: SpendIdentity
        var unread: [RowReference] = []
        /// The task is to wait under this number.
        var waiter: WaiterID?
        var wakesReader = false
    }
}

extension Accounts.Shared {
    /// Asks who pays, entering the task with the reads that it has to wait for.
    mutating func attemptIdentity(
        _ request: AccountRequest,
        now: Moment
    ) -> Accounts.IdentityAttempt {
        switch cache.identity(for: request, now: now) {
        case .known(let identity): return .init(identity: identity)
        case .unread(let references, let wakesReader):
            return .init(
                identity: SpendIdentity(token: request.token.hex),
                unread: references,
                waiter: enter(for: references),
                wakesReader: wakesReader
            )
        }
    }
}
