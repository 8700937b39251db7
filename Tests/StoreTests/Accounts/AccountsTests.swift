import Testing

@testable import Store

/// The shell around the cache: tasks that wait, and what wakes them.
@Suite struct AccountsTests {
    private let token = Sample.token(1)
    private let clock = ManualClock()

    private func accounts(_ limits: AccountLimits = AccountLimits()) -> Accounts {
        Accounts(limits: limits, clock: clock)
    }

    private func loaded(_ accounts: Accounts, _ keys: [KeyRow] = []) {
        accounts.update { cache, now in
            for table in CacheBench.tables where table != KeyRow.self {
                cache.loadNothing(table)
            }
            let begin = cache.beginLoad(of: KeyRow.self, expectedRows: keys.count)
            _ = cache.applyLoad(keys, startedAt: begin)
            _ = cache.endLoad(of: KeyRow.self, startedAt: begin)
            cache.currency.loaded(.notices, startedAt: now)
        }
    }

    /// Asks in a task of its own, and comes back once that task waits for its read.
    private func ask(_ accounts: Accounts) async -> Task<Decision<TokenHash>, Never> {
        let task = Task {
            await accounts.decideWaiting(token: token, endUserID: nil) { chain, _, _, _ in
                chain.key.row.token
            }
        }
        for await _ in accounts.readRequests { break }
        return task
    }

    @Test func `a key in memory is judged at once`() {
        let accounts = accounts()
        loaded(accounts, [Sample.key(1)])
        let decision = accounts.decide(token: token, endUserID: nil, now: clock.now()) {
            chain,
            _,
            _ in
            chain.key.row.token
        }
        #expect(decision == .decided(token))
    }

    @Test func `what is not in memory has to be waited for, and is on its way`() async {
        let accounts = accounts()
        loaded(accounts)
        let decision = accounts.decide(token: token, endUserID: nil, now: clock.now()) {
            _,
            _,
            _ in
            0
        }
        #expect(decision == .mustWait)
        for await _ in accounts.readRequests { break }
        let batch = accounts.update { cache, _ in cache.takeReads(of: KeyRow.self) }
        #expect(batch?.ids == [token])
    }

    @Test func `a team that is out of date wakes the reader, though its refresh has queued it`() {
        let accounts = accounts()
        var (key, team) = (Sample.key(1), Sample.team("t"))
        key.teamID = "t"
        team.budget.maxBudget = Money(picodollars: 10)
        loaded(accounts, [key])
        accounts.update { cache, _ in
            let begin = cache.beginLoad(of: TeamRow.self, expectedRows: 1)
            _ = cache.applyLoad([team], startedAt: begin)
            _ = cache.endLoad(of: TeamRow.self, startedAt: begin)
            // The key was idle for as long.
            for _ in 0..<3 { _ = cache.refreshSpend(proxyUser: nil) }
        }
        accounts.invalidate(rows: [], tables: [.teams])
        let (decision, wakesReader) = accounts.shared.withLock { shared in
            let age = RequestAge(asked: shared.cache.currentGeneration)
            let request = AccountRequest(token: token, age: age)
            return shared.decide(shared.cache.judge(request, now: clock.now()) { _, _, _ in })
        }
        guard case .mustWait = decision else {
            Issue.record("it is judged by a row that is out of date")
            return
        }
        #expect(wakesReader)
    }

    @Test func `a read answers all that wait for it`() async throws {
        let accounts = accounts()
        loaded(accounts)
        let first = await ask(accounts)
        let others = (0..<20).map { _ in
            Task {
                await accounts.decideWaiting(token: token, endUserID: nil) { chain, _, _, _ in
                    chain.key.row.token
                }
            }
        }
        let reader = answering(accounts, with: [Sample.key(1)])
        #expect(await first.value == .decided(token))
        for other in others { #expect(await other.value == .decided(token)) }
        reader.cancel()
    }

    @Test func `a failed read ends the wait`() async throws {
        let accounts = accounts()
        loaded(accounts)
        let task = await ask(accounts)
        let taken = accounts.update { cache, _ in cache.takeReads(of: KeyRow.self) }
        let batch = try #require(taken)
        let woken = accounts.update { cache, now in cache.failReads(batch, now: now) }
        #expect(woken.count == 1)
        accounts.resume(woken, .failed)
        #expect(await task.value == .unavailable)
    }

    @Test func `a cancelled task ends its wait, and leaves nothing behind`() async throws {
        let accounts = accounts()
        loaded(accounts)
        let task = await ask(accounts)
        task.cancel()
        #expect(await task.value == .unavailable)
        let taken = accounts.update { cache, _ in cache.takeReads(of: KeyRow.self) }
        let batch = try #require(taken)
        let woken = accounts.update { cache, _ in
            cache.finishReads(batch, rows: [Sample.key(1)])
        }
        #expect(woken.isEmpty)
    }

    @Test func `a task that was cancelled before it asked does not wait`() async {
        let accounts = accounts()
        loaded(accounts)
        let decision = await withTaskGroup(of: Decision<Int>.self) { group in
            group.cancelAll()
            group.addTask {
                await accounts.decideWaiting(token: token, endUserID: nil) { _, _, _, _ in 0 }
            }
            return await group.next()
        }
        #expect(decision == .unavailable)
    }

    @Test func `an unknown key is told after two reads`() async {
        let accounts = accounts()
        loaded(accounts)
        let task = await ask(accounts)
        let reader = answering(accounts, with: [])
        #expect(await task.value == .unknownKey)
        reader.cancel()
        let decision = accounts.decide(token: token, endUserID: nil, now: clock.now()) {
            _,
            _,
            _ in
            0
        }
        #expect(decision == .unknownKey)
    }

    @Test func `beyond the gate it is told when to come back`() async {
        var limits = AccountLimits()
        limits.unknownReadsPerSecond = 1
        let accounts = accounts(limits)
        loaded(accounts)
        let first = accounts.decide(token: token, endUserID: nil, now: clock.now()) {
            _,
            _,
            _ in
            0
        }
        #expect(first == .mustWait)
        let other = Sample.token(2)
        let second = accounts.decide(token: other, endUserID: nil, now: clock.now()) {
            _,
            _,
            _ in
            0
        }
        #expect(second == .overloaded(retryAfter: .seconds(1)))
        clock.advance(by: .seconds(1))
        let third = accounts.decide(token: other, endUserID: nil, now: clock.now()) {
            _,
            _,
            _ in
            0
        }
        #expect(third == .mustWait)
    }

    /// Reads keys and rotations for whoever asks, until it is cancelled.
    private func answering(_ accounts: Accounts, with keys: [KeyRow]) -> Task<Void, Never> {
        accounts.wakeReader()
        return Task {
            for await _ in accounts.readRequests {
                while let batch = accounts.update({ cache, _ in cache.takeReads(of: KeyRow.self) })
                {
                    let rows = keys.filter { batch.ids.contains($0.id) }
                    accounts.resume(
                        accounts.update { cache, _ in cache.finishReads(batch, rows: rows) },
                        .answered
                    )
                }
                while let batch = accounts.update({ cache, _ in
                    cache.takeReads(of: DeprecatedKeyRow.self)
                }) {
                    accounts.resume(
                        accounts.update { cache, _ in cache.finishReads(batch, rows: []) },
                        .answered
                    )
                }
            }
        }
    }
}

extension AccountsState {
    /// The full read of an empty table.
    mutating func loadNothing<Row: AccountRow>(_ row: Row.Type) {
        let begin = beginLoad(of: row, expectedRows: 0)
        _ = endLoad(of: row, startedAt: begin)
    }
}
