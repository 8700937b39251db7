import Testing

@testable import Store

/// A full read against what was filled, noticed and forgotten while it ran.
@Suite struct LoadFenceTests {
    private let token = Sample.token(1)
    private let blocked = Sample.key(1) { $0.isBlocked = true }

    /// A load that has seen the key as it was and has not come to it yet.
    private func sweeping(_ bench: inout CacheBench) -> (at: Generation, seen: [KeyRow]) {
        (bench.cache.beginLoad(of: KeyRow.self, expectedRows: 1), bench.stored(KeyRow.self))
    }

    private func finish(_ sweep: (at: Generation, seen: [KeyRow]), _ bench: inout CacheBench) {
        _ = bench.cache.applyLoad(sweep.seen, startedAt: sweep.at)
        _ = bench.cache.endLoad(of: KeyRow.self, startedAt: sweep.at)
    }

    @Test func `a row of a load never replaces what was filled after it began`() {
        var bench = CacheBench([Sample.key(1)])
        let sweep = sweeping(&bench)
        bench.change(blocked)
        bench.readAll()
        finish(sweep, &bench)
        #expect(bench.ask(token).chain?.key.row.isBlocked == true)
    }

    @Test func `a row of a load never cleans what was noticed after it began`() {
        var bench = CacheBench([Sample.key(1)])
        let sweep = sweeping(&bench)
        bench.change(blocked)
        finish(sweep, &bench)
        #expect(bench.ask(token).unread == [.key(token)])
    }

    @Test func `a load cleans what was noticed before it began`() {
        var bench = CacheBench([Sample.key(1)])
        bench.change(blocked)
        finish(sweeping(&bench), &bench)
        #expect(bench.ask(token).chain?.key.row.isBlocked == true)
    }

    @Test func `a load does not end what was filled or noticed after it began`() {
        var bench = CacheBench([])
        let sweep = sweeping(&bench)
        bench.change(Sample.key(1))
        bench.readAll()
        bench.change(Sample.key(2))
        finish(sweep, &bench)
        #expect(bench.ask(token).chain != nil)
        bench.readAll()
        #expect(bench.ask(Sample.token(2)).chain != nil)
    }

    @Test func `what a load did not see is gone`() {
        var bench = CacheBench([Sample.key(1), Sample.key(2) { $0.teamID = "t" }, Sample.team("t")])
        bench.delete(.key(token))
        bench.delete(.team("t"))
        bench.loadAll()
        #expect(bench.askWaiting(token).isUnknownKey)
        let chain = bench.ask(Sample.token(2)).chain
        #expect(chain != nil && chain?.team == nil)
    }

    @Test func `a deleted row that a load still saw does not come back as current`() {
        var bench = CacheBench([Sample.key(1)])
        let sweep = sweeping(&bench)
        bench.delete(.key(token))
        bench.notice(.key(token))
        bench.readAll()
        finish(sweep, &bench)
        #expect(bench.askWaiting(token).isUnknownKey)
    }

    @Test func `nor does it when its absence was evicted meanwhile`() {
        var limits = AccountLimits()
        limits.unknownKeys = 1
        limits.idsPerRead = 1
        var bench = CacheBench([Sample.key(1)], limits: limits)
        let sweep = sweeping(&bench)
        bench.delete(.key(token))
        bench.notice(.key(token))
        bench.readAll()
        _ = bench.askWaiting(Sample.token(2))
        #expect(bench.cache.keys.find(token) == nil)
        finish(sweep, &bench)
        #expect(bench.askWaiting(token).isUnknownKey)
    }

    @Test func `nor does it in a table that keeps no absences`() {
        var bench = CacheBench([Sample.key(1) { $0.accessGroupIDs = ["g"] }])
        let group = AccessGroupRow(accessGroupID: "g", modelNames: ["gpt"])
        bench.put(group)
        let begin = bench.cache.beginLoad(of: AccessGroupRow.self, expectedRows: 1)
        bench.notice(.accessGroup("g"))
        bench.delete(.accessGroup("g"))
        bench.notice(.accessGroup("g"))
        bench.readAll()
        _ = bench.cache.applyLoad([group], startedAt: begin)
        _ = bench.cache.endLoad(of: AccessGroupRow.self, startedAt: begin)
        #expect(bench.askWaiting(token).chain?.keyAccessGroupModels == [])
    }

    @Test func `nor does an old row whose notice was beyond the bound`() {
        var limits = AccountLimits()
        limits.queuedNotices = 1
        var bench = CacheBench(limits: limits)
        bench.put(Sample.key(1))
        let first = sweeping(&bench)
        bench.notice(.key(Sample.token(2)))
        bench.change(blocked)
        finish(first, &bench)
        bench.cache.currency.loaded(.notices, startedAt: bench.now)
        #expect(bench.askWaiting(token).chain?.key.row.isBlocked == true)
    }

    @Test func `a row read while it was noticed starts as dirty when a load brings it`() {
        var bench = CacheBench(limits: AccountLimits())
        bench.put(Sample.key(1))
        let sweep = sweeping(&bench)
        bench.change(blocked)
        finish(sweep, &bench)
        bench.cache.currency.loaded(.notices, startedAt: bench.now)
        #expect(bench.ask(token).unread == [.key(token)])
        bench.fail(KeyRow.self)
        #expect(bench.ask(token).chain?.isFresh == false, "its read failed: stale from the notice")
        bench.pass(AccountLimits().staleGrace)
        #expect(bench.ask(token).isUnavailable)
    }

    @Test func `a load counts as drift what it corrects without a notice, spend aside`() {
        let old: [any AccountRow] = [
            Sample.key(1), Sample.key(2), Sample.key(3), Sample.key(4), Sample.key(5),
        ]
        var bench = CacheBench(old)
        bench.put(Sample.key(1) { $0.spend = Money(dollars: 5) })
        bench.put(Sample.key(2) { $0.isBlocked = true })
        bench.delete(.key(Sample.token(3)))
        bench.change(Sample.key(4) { $0.isBlocked = true })
        bench.delete(.key(Sample.token(5)))
        bench.notice(.key(Sample.token(5)))
        bench.put(Sample.key(6))
        #expect(bench.load(KeyRow.self) == 3, "2 changed, 3 gone, 6 come")
        #expect(bench.ask(token).chain?.key.row.spend == Money(dollars: 5))
    }

    @Test func `truncate makes every row dirty until a load or its own read`() {
        var bench = CacheBench([Sample.key(1), Sample.key(2)])
        let outcome = bench.cache.notice([], wholeTables: [.keys], now: bench.now)
        #expect(outcome == NoticeOutcome(reloads: [.keys], wakesReader: false))
        bench.delete(.key(token))
        #expect(bench.ask(Sample.token(2)).unread == [.key(Sample.token(2))])
        bench.readAll()
        #expect(bench.ask(Sample.token(2)).chain != nil)
        #expect(bench.ask(token).unread == [.key(token)])
        bench.load(KeyRow.self)
        #expect(bench.askWaiting(token).isUnknownKey)
    }

    @Test func `a load that began before a truncate does not clean`() {
        var bench = CacheBench([Sample.key(1)])
        let sweep = sweeping(&bench)
        bench.delete(.key(token))
        _ = bench.cache.notice([], wholeTables: [.keys], now: bench.now)
        finish(sweep, &bench)
        #expect(bench.ask(token).unread == [.key(token)])
    }

    @Test func `a truncated table whose rows cannot be read serves them for the grace only`() {
        var bench = CacheBench([Sample.key(1)])
        _ = bench.cache.notice([], wholeTables: [.keys], now: bench.now)
        bench.pass(.seconds(100))
        _ = bench.ask(token)
        bench.fail(KeyRow.self)
        #expect(bench.ask(token).chain?.isFresh == false)
        bench.pass(.seconds(200))
        #expect(bench.ask(token).isUnavailable)
    }

    @Test func `a read that is older than the last load brings back nothing that is gone`() {
        var bench = CacheBench([], .polling)
        bench.put(Sample.key(1))
        _ = bench.ask(token)
        let late = bench.take(KeyRow.self)
        bench.delete(.key(token))
        bench.loadAll(.polling)
        bench.finish(late)
        #expect(bench.cache.keys.find(token) == nil)
        #expect(bench.askWaiting(token).isUnknownKey)
    }

    @Test func `a row that was noticed and is not read yet is no drift when a load brings it`() {
        var bench = CacheBench([])
        bench.change(Sample.key(1))
        #expect(bench.load(KeyRow.self) == 0)
        #expect(bench.ask(token).chain != nil)
    }
}
