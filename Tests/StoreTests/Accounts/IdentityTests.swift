import Testing

@testable import Store

/// Who pays for a key's requests.
@Suite struct IdentityTests {
    private let token = Sample.token(1)

    private func ask(_ bench: inout CacheBench, _ token: TokenHash) -> IdentityOutcome {
        bench.cache.identity(for: bench.request(token), now: bench.now)
    }

    /// Asks, and reads whatever that takes.
    private func askWaiting(_ bench: inout CacheBench, _ token: TokenHash) -> SpendIdentity? {
        let request = bench.request(token)
        for _ in 0..<8 {
            switch bench.cache.identity(for: request, now: bench.now) {
            case .known(let identity): return identity
            case .unread: bench.readAll()
            }
        }
        return nil
    }

    private func identity(_ number: Int, _ body: (inout SpendIdentity) -> Void) -> SpendIdentity {
        var identity = SpendIdentity(token: Sample.token(number).hex)
        body(&identity)
        return identity
    }

    @Test func `a key in memory is known at once, blocked and expired or not`() {
        var bench = CacheBench([
            Sample.key(1) {
                $0.keyAlias = "alias"
                $0.userID = "u"
                $0.organizationID = "own"
                $0.teamID = "t"
                $0.isBlocked = true
                $0.expires = Timestamp(milliseconds: 0)
            }, Sample.team("t") { $0.organizationID = "theirs" },
        ])
        bench.notice(.key(token))
        let known = identity(1) {
            $0.keyAlias = "alias"
            $0.userID = "u"
            $0.organizationID = "own"
            $0.teamID = "t"
            $0.isResolved = true
        }
        #expect(ask(&bench, token) == .known(known))
        bench.cache.currency.lost(now: bench.now)
        bench.pass(.seconds(100_000))
        #expect(ask(&bench, token) == .known(known))
    }

    @Test func `without an organization of its own a key has its team's`() {
        var bench = CacheBench([
            Sample.key(1) { $0.teamID = "t" }, Sample.team("t") { $0.organizationID = "o" },
        ])
        #expect(askWaiting(&bench, token)?.organizationID == "o")
        #expect(askWaiting(&bench, token)?.isResolved == true)
    }

    @Test func `a key that was never read is read once`() {
        var bench = CacheBench([])
        bench.put(Sample.key(1) { $0.userID = "u" })
        #expect(ask(&bench, token) == .unread([.key(token)], wakesReader: true))
        #expect(askWaiting(&bench, token)?.userID == "u")
    }

    @Test func `a key that does not exist is left unresolved`() {
        var bench = CacheBench([])
        #expect(askWaiting(&bench, token) == identity(1) { _ in })
        #expect(ask(&bench, token) == .known(identity(1) { _ in }), "and not looked for again")
    }

    @Test func `while the database is away nothing is waited for`() {
        var bench = CacheBench([])
        bench.cache.currency.lost(now: bench.now)
        #expect(ask(&bench, token) == .known(identity(1) { _ in }))
        bench = CacheBench([])
        var request = bench.request(token)
        request.age.hasFailedRead = true
        let outcome = bench.cache.identity(for: request, now: bench.now)
        #expect(outcome == .known(identity(1) { _ in }))
    }

    @Test func `a flood of unknown keys is left to the flush`() {
        var limits = AccountLimits()
        limits.unknownReadsPerSecond = 1
        var bench = CacheBench([], limits: limits)
        let outcomes = (0..<50).map { ask(&bench, Sample.token($0)) }
        #expect(outcomes.contains(.known(identity(49) { _ in })))
    }

    @Test func `a rotated key pays as its active key, its grace over or not`() {
        let rotation = DeprecatedKeyRow(token: token, activeToken: Sample.token(2), revokeAt: nil)
        var bench = CacheBench([rotation, Sample.key(2) { $0.userID = "u" }])
        let known = identity(2) {
            $0.userID = "u"
            $0.isResolved = true
        }
        #expect(askWaiting(&bench, token) == known)
    }

    @Test func `a key that moved pays under its new hash`() {
        var bench = CacheBench([Sample.key(2)])
        bench.cache.moveKey(KeyMove(from: token, to: Sample.token(2)))
        #expect(askWaiting(&bench, token)?.token == Sample.token(2).hex)
    }

    @Test func `a task waits for the read, and for nothing once that fails`() async {
        for isFailing in [false, true] {
            let accounts = Accounts(limits: AccountLimits(), clock: ManualClock())
            let task = Task { await accounts.identity(ofKey: token) }
            for await _ in accounts.readRequests { break }
            let woken = accounts.update { cache, now -> [WaiterID] in
                guard let batch = cache.takeReads(of: KeyRow.self) else { return [] }
                return isFailing
                    ? cache.failReads(batch, now: now)
                    : cache.finishReads(batch, rows: [Sample.key(1)])
            }
            accounts.resume(woken, isFailing ? .failed : .answered)
            #expect(await task.value == identity(1) { $0.isResolved = !isFailing })
        }
    }

    @Test func `a cancelled task still learns what memory knows`() async {
        let accounts = Accounts(limits: AccountLimits(), clock: ManualClock())
        let task = Task { await accounts.identity(ofKey: token) }
        for await _ in accounts.readRequests { break }
        task.cancel()
        #expect(await task.value == identity(1) { _ in })
    }
}
