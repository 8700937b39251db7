import Testing

@testable import Store

/// The bounds of the cache, and its database, become others while it serves.
@Suite struct ReloadedSettingsTests {
    private let token = Sample.token(1)
    private static let first = origin("first")

    private static func origin(_ server: String) -> RowOrigin {
        RowOrigin(server: server, databaseID: 1, schema: .public, prefix: .standard)
    }

    private func bench() -> CacheBench {
        var bench = CacheBench()
        _ = bench.cache.begin(on: Self.first, now: bench.now)
        for row in [Sample.key(1), Sample.key(2)] { bench.put(row) }
        bench.loadAll()
        return bench
    }

    @Test func `fewer end users and unknown keys are held at once`() {
        var bench = bench()
        for number in 0..<10 {
            bench.put(Sample.endUser("\(number)"))
            _ = bench.askWaiting(token, endUser: "\(number)")
            _ = bench.askWaiting(Sample.token(100 + number))
        }
        #expect(bench.cache.endUsers.slotCount == 10)
        #expect(bench.cache.keys.slotCount == 12)
        var limits = AccountLimits()
        limits.endUsers = 3
        limits.unknownKeys = 4
        limits.idsPerRead = 1
        bench.cache.apply(limits, pollInterval: .seconds(5))
        #expect(bench.cache.endUsers.slotCount == 3)
        #expect(bench.cache.keys.slotCount == 6, "the keys that exist stay")
        #expect(bench.ask(token).chain?.isFresh == true)
    }

    @Test func `another grace counts for the outage that is under way`() {
        var bench = bench()
        bench.cache.currency.lost(now: bench.now)
        bench.pass(.seconds(10))
        #expect(bench.ask(token).chain != nil)
        var limits = AccountLimits()
        limits.staleGrace = .seconds(10)
        bench.cache.apply(limits, pollInterval: .seconds(5))
        #expect(bench.ask(token).isUnavailable)
    }

    @Test func `another rate of unknown keys counts at once`() {
        var bench = bench()
        var limits = AccountLimits()
        limits.unknownReadsPerSecond = 1
        bench.cache.apply(limits, pollInterval: .seconds(5))
        #expect(bench.ask(Sample.token(8)).unread != nil)
        #expect(bench.ask(Sample.token(9)).retryAfter != nil)
    }

    @Test func `the same database again leaves the last known rows`() {
        var bench = bench()
        bench.cache.currency.lost(now: bench.now)
        let isOther = bench.cache.begin(on: Self.first, now: bench.now)
        #expect(!isOther)
        #expect(bench.ask(token).chain?.isFresh == false)
    }

    @Test(arguments: [Duration.zero, AccountLimits().staleGrace])
    func `rows of another database serve nobody, however stale they may be`(outage: Duration) {
        var bench = bench()
        bench.cache.currency.lost(now: bench.now)
        bench.pass(outage)
        let isOther = bench.cache.begin(on: Self.origin("second"), now: bench.now)
        #expect(isOther)
        bench.delete(.key(token))
        bench.put(Sample.key(2) { $0.isBlocked = true })
        #expect(bench.ask(token).unread == [.key(token)])
        #expect(bench.askWaiting(token).isUnknownKey)
        #expect(bench.askWaiting(Sample.token(2)).chain?.key.row.isBlocked == true)
        bench.loadAll()
        #expect(bench.ask(token).unread != nil || bench.ask(token).isUnknownKey)
        #expect(bench.ask(Sample.token(2)).chain?.isFresh == true)
    }

    @Test func `a read that the other database answers late is void`() {
        var bench = bench()
        _ = bench.ask(Sample.token(3))
        bench.put(Sample.key(3))
        let late = bench.take(KeyRow.self)
        #expect(late?.rows.count == 1)
        bench.delete(.key(Sample.token(3)))
        bench.cache.currency.lost(now: bench.now)
        _ = bench.cache.begin(on: Self.origin("second"), now: bench.now)
        bench.loadAll()
        bench.finish(late)
        #expect(bench.ask(Sample.token(3)).chain == nil)
        #expect(bench.askWaiting(Sample.token(3)).isUnknownKey)
    }
}
