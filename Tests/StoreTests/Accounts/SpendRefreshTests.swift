import Testing

@testable import Store

/// Spend that others book is seen where a budget depends on it, and read nowhere else.
@Suite struct SpendRefreshTests {
    private func bench(_ change: (inout KeyRow, inout TeamRow) -> Void) -> CacheBench {
        var key = Sample.key(0)
        var team = Sample.team("t")
        key.teamID = "t"
        change(&key, &team)
        return CacheBench([key, team])
    }

    /// The rows that a refresh reads.
    private func read(_ bench: inout CacheBench) -> [String] {
        guard bench.cache.refreshSpend(proxyUser: nil) else { return [] }
        let keys = bench.take(KeyRow.self)
        let teams = bench.take(TeamRow.self)
        bench.finish(keys)
        bench.finish(teams)
        return (keys?.batch.ids.map { _ in "key" } ?? []) + (teams?.batch.ids.map(\.text) ?? [])
    }

    /// Whether the last request has queued reads.
    private func wakes(_ bench: inout CacheBench) -> Bool { bench.cache.refresh.takeWake() }

    @Test func `what nobody asked about is not read`() {
        var bench = bench { key, _ in key.budget.maxBudget = .zero }
        #expect(read(&bench).isEmpty)
    }

    @Test func `rows without a budget are not read`() {
        var bench = bench { _, _ in }
        _ = bench.ask(Sample.token(0))
        #expect(read(&bench).isEmpty)
    }

    @Test func `a key and its team are read once for many requests`() {
        var bench = bench { key, team in
            key.budget.maxBudget = Money(picodollars: 10)
            team.budget.softBudget = Money(picodollars: 10)
        }
        for _ in 0..<3 { _ = bench.ask(Sample.token(0)) }
        #expect(read(&bench) == ["key", "t"])
        #expect(read(&bench).isEmpty)
        _ = bench.ask(Sample.token(0))
        #expect(read(&bench) == ["key", "t"])
    }

    @Test func `spend that another has booked counts from then on`() {
        var bench = bench { key, _ in key.budget.maxBudget = Money(picodollars: 10) }
        _ = bench.ask(Sample.token(0))
        var changed = Sample.key(0)
        changed.teamID = "t"
        changed.budget.maxBudget = Money(picodollars: 10)
        changed.spend = Money(picodollars: 7)
        bench.put(changed)
        #expect(bench.spend(KeyRow.self, Sample.token(0)) == .zero)
        _ = read(&bench)
        #expect(bench.spend(KeyRow.self, Sample.token(0)) == Money(picodollars: 7))
    }

    @Test func `a key that was idle is read at once when it is used, with all it belongs to`() {
        var bench = bench { key, team in
            key.budget.maxBudget = Money(picodollars: 10)
            team.budget.maxBudget = Money(picodollars: 10)
        }
        for _ in 0..<3 { #expect(read(&bench).isEmpty) }
        guard case .chain = bench.ask(Sample.token(0)) else {
            Issue.record("a request waits")
            return
        }
        #expect(wakes(&bench))
        #expect(bench.take(KeyRow.self)?.batch.ids == [Sample.token(0)])
        #expect(bench.take(TeamRow.self)?.batch.ids == ["t"])
        // Those who use it after that find it used.
        _ = bench.ask(Sample.token(0))
        #expect(!wakes(&bench))
    }

    @Test func `a key that is used in each round is read in each round alone`() {
        var bench = bench { key, _ in key.budget.maxBudget = Money(picodollars: 10) }
        for _ in 0..<4 {
            _ = bench.ask(Sample.token(0))
            #expect(!wakes(&bench))
            #expect(read(&bench) == ["key"])
        }
    }

    @Test func `while many rows wait to be read, an idle key is left to the round`() {
        var bench = bench { key, _ in key.budget.maxBudget = Money(picodollars: 10) }
        for _ in 0..<3 { _ = read(&bench) }
        bench.cache.limits.idsPerRead = 0
        _ = bench.ask(Sample.token(0))
        #expect(!wakes(&bench))
    }

    @Test func `while many rows of its team's table wait, an idle key is read without it`() {
        var bench = bench { key, team in
            key.budget.maxBudget = Money(picodollars: 10)
            team.budget.maxBudget = Money(picodollars: 10)
        }
        for _ in 0..<3 { _ = read(&bench) }
        bench.cache.limits.idsPerRead = 1
        _ = bench.cache.demand(.team("another"))
        _ = bench.ask(Sample.token(0))
        #expect(wakes(&bench))
        #expect(bench.take(KeyRow.self)?.batch.ids == [Sample.token(0)])
        #expect(bench.take(TeamRow.self)?.batch.ids == ["another"])
        #expect(bench.take(TeamRow.self) == nil)
    }

    @Test func `nobody waits for it`() {
        var bench = bench { key, _ in key.budget.maxBudget = Money(picodollars: 10) }
        _ = bench.ask(Sample.token(0))
        _ = bench.cache.refreshSpend(proxyUser: nil)
        guard case .chain = bench.ask(Sample.token(0)) else {
            Issue.record("a request waits")
            return
        }
        #expect(bench.spend(KeyRow.self, Sample.token(0)) == .zero)
    }
}
