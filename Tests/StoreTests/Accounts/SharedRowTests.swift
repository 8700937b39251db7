import Testing

@testable import Store

/// Rows that bind requests whatever key they show.
@Suite struct SharedRowTests {
    private var shared: SharedRows {
        var shared = SharedRows()
        shared.globalBudgetUser = "litellm-proxy-budget"
        shared.endUserBudget = "default"
        return shared
    }

    private func request(_ bench: CacheBench, endUser: String? = nil) -> AccountRequest {
        AccountRequest(
            token: Sample.token(1),
            endUserID: endUser,
            shared: shared,
            age: bench.age
        )
    }

    private func bench() -> CacheBench {
        CacheBench([
            Sample.key(1), Sample.user("litellm-proxy-budget") { $0.spend = Sample.money(7) },
            Sample.budget("default"), Sample.budget("own"),
        ])
    }

    @Test func `the proxy's own user row is part of the chain, with what is journaled for it`() {
        var bench = bench()
        bench.cache.add(Sample.charges([.user("litellm-proxy-budget"): 5]))
        #expect(bench.look(request(bench)).chain?.globalSpend == Sample.money(12))
        #expect(bench.ask(Sample.token(1)).chain?.global == nil, "nobody asked for it")
    }

    @Test func `while that row is dirty a request waits for it`() {
        var bench = bench()
        bench.change(Sample.user("litellm-proxy-budget") { $0.spend = Sample.money(9) })
        #expect(bench.look(request(bench)).unread == [.user("litellm-proxy-budget")])
        bench.readAll()
        #expect(bench.look(request(bench)).chain?.globalSpend == Sample.money(9))
    }

    @Test func `a proxy's row that does not exist binds nobody`() {
        var bench = CacheBench([Sample.key(1)])
        #expect(bench.look(request(bench)).chain?.globalSpend == nil)
        #expect(bench.look(request(bench)).chain != nil)
    }

    @Test func `that it does not exist is known, and ends with its insertion`() {
        var bench = CacheBench([Sample.key(1), Sample.user("u1")])
        let id: TextID = "litellm-proxy-budget"
        #expect(bench.cache.isKnownAbsent(user: id, now: bench.now))
        #expect(!bench.cache.isKnownAbsent(user: "u1", now: bench.now))
        bench.put(Sample.user("litellm-proxy-budget"))
        bench.notice(.user(id))
        _ = bench.look(request(bench))
        bench.readAll()
        #expect(!bench.cache.isKnownAbsent(user: id, now: bench.now))
    }

    @Test func `an end user without a budget has the default one, others their own`() {
        var bench = bench()
        bench.put(Sample.endUser("plain"))
        bench.put(Sample.endUser("own") { $0.budgetID = "own" })
        for (id, budget) in [("plain", "default"), ("own", "own")] {
            let asked = request(bench, endUser: id)
            _ = bench.look(asked)
            bench.readAll()
            #expect(bench.look(asked).chain?.endUserBudget?.row.budgetID == budget)
        }
    }

    @Test func `the default budget binds an end user before it has a row, and from then on`() {
        var bench = bench()
        let asked = request(bench, endUser: "new")
        _ = bench.look(asked)
        bench.readAll()
        #expect(bench.look(asked).chain?.endUserBudget?.row.budgetID == "default")
        let charges = Sample.charges([.endUser("new"): 5])
        bench.cache.add(charges)
        #expect(bench.look(request(bench, endUser: "new")).chain?.endUserSpend == Sample.money(5))
        bench.cache.beginFlush([.endUser("new")])
        // The row that the flush makes is one that no trigger tells of.
        bench.put(Sample.endUser("new") { $0.spend = Sample.money(7) })
        let spends: [SpendEntity: Money] = [.endUser("new"): Sample.money(7)]
        let wakesReader = bench.cache.endFlush(committed: charges, spends: spends)
        #expect(wakesReader)
        let next = request(bench, endUser: "new")
        #expect(bench.look(next).unread == [.endUser("new")])
        bench.readAll()
        let chain = bench.look(next).chain
        #expect(chain?.endUserSpend == Sample.money(7))
        #expect(chain?.endUserBudget?.row.budgetID == "default")
        #expect(bench.ask(Sample.token(1), endUser: "other").chain?.endUser == nil)
    }

    @Test func `what an event counts on includes an end user without a row`() {
        var bench = bench()
        bench.change(Sample.budget("default") { $0.rates.tokensPerMinute = 10 })
        let asked = request(bench, endUser: "new")
        _ = bench.look(asked)
        bench.readAll()
        _ = bench.look(asked)
        let settlement = bench.cache.append(
            Sample.event(5, key: Sample.token(1), endUser: "new"),
            settling: nil,
            by: 1,
            payload: 0,
            shared: shared,
            now: bench.now
        )
        #expect(settlement.use.tokenScopes == [.endUser("new")])
    }

    @Test func `a row that others make for an end user is found by the spend refresh`() {
        var bench = bench()
        _ = bench.askWaiting(Sample.token(1), endUser: "new")
        bench.put(Sample.endUser("new") { $0.budgetID = "own" })
        let isDue = bench.cache.refreshSpend(proxyUser: nil)
        #expect(isDue)
        bench.readAll()
        let chain = bench.ask(Sample.token(1), endUser: "new").chain
        #expect(chain?.endUserBudget?.row.budgetID == "own")
    }

    @Test func `a deleted key's spend is booked on what its event names`() {
        var bench = bench()
        bench.delete(.key(Sample.token(1)))
        bench.notice(.key(Sample.token(1)))
        bench.readAll()
        let event = Sample.event(5, key: Sample.token(1), team: "t", endUser: "plain")
        let settlement = bench.cache.append(
            event,
            settling: nil,
            by: 1,
            payload: 0,
            now: bench.now
        )
        #expect(bench.cache.meters.pending(for: .key(Sample.token(1))) == Sample.money(5))
        #expect(bench.cache.meters.pending(for: .team("t")) == Sample.money(5))
        bench.cache.undo(settlement, now: bench.now)
        #expect(bench.cache.meters.isEmpty)
    }
}
