import Testing

@testable import Store

/// What "not found" is worth, and to whom.
@Suite struct UnknownKeyTests {
    private let token = Sample.token(1)

    @Test func `not found counts only for requests that asked before the read was sent`() {
        var bench = CacheBench()
        let first = bench.request(token)
        _ = bench.look(first)
        let read = bench.take(KeyRow.self)
        bench.put(Sample.key(1))
        let second = bench.request(token)
        #expect(bench.look(second).unread == [.key(token)])
        bench.finish(read)
        #expect(bench.look(first).unread == [.deprecatedKey(token)])
        bench.readAll()
        #expect(bench.look(first).isUnknownKey)
        #expect(bench.look(second).unread == [.key(token)])
        bench.readAll()
        #expect(bench.look(second).chain != nil)
    }

    @Test(arguments: [Freshness.Source.notices, .polling])
    func `an unknown key is remembered while an insert would be seen`(
        source: Freshness.Source
    ) {
        var bench = CacheBench([], source)
        #expect(bench.askWaiting(token).isUnknownKey)
        #expect(bench.ask(token).isUnknownKey, "without a read")
    }

    @Test func `it is not remembered while loading`() {
        var bench = CacheBench()
        #expect(bench.askWaiting(token).isUnknownKey)
        #expect(bench.ask(token).unread == [.key(token)])
    }

    @Test func `the next pass over the table forgets what was remembered`() {
        var bench = CacheBench([], .polling)
        #expect(bench.askWaiting(token).isUnknownKey)
        bench.put(Sample.key(1))
        bench.loadAll(.polling)
        #expect(bench.ask(token).chain != nil)
        bench.delete(.key(token))
        bench.loadAll(.polling)
        #expect(bench.cache.keys.find(token) == nil)
    }

    @Test func `an insert notice ends it`() {
        var bench = CacheBench([])
        #expect(bench.askWaiting(token).isUnknownKey)
        bench.change(Sample.key(1))
        #expect(bench.ask(token).unread == [.key(token)])
        bench.readAll()
        #expect(bench.ask(token).chain != nil)
    }

    @Test func `so many are remembered, and not one more`() {
        var limits = AccountLimits()
        limits.unknownKeys = 5
        limits.idsPerRead = 5
        var bench = CacheBench([Sample.key(0)], limits: limits)
        for number in 1...5 { #expect(bench.askWaiting(Sample.token(number)).isUnknownKey) }
        #expect(bench.cache.keys.slotCount == 6)
        for number in 1...5 { #expect(bench.ask(Sample.token(number)).isUnknownKey) }
        #expect(bench.askWaiting(Sample.token(6)).isUnknownKey)
        #expect(bench.cache.keys.slotCount == 6)
        #expect(bench.ask(Sample.token(1)).unread == [.key(Sample.token(1))], "the oldest went")
        #expect(bench.ask(Sample.token(2)).isUnknownKey)
        #expect(bench.ask(Sample.token(0)).chain != nil, "a key that exists never goes")
    }

    @Test func `deleted keys count as unknown ones`() {
        var limits = AccountLimits()
        limits.unknownKeys = 2
        limits.idsPerRead = 2
        let keys = (0..<10).map { Sample.key($0) }
        var bench = CacheBench(keys, limits: limits)
        for key in keys {
            bench.delete(key.reference)
            bench.notice(key.reference)
        }
        bench.readAll()
        #expect(bench.cache.keys.slotCount == 2)
        #expect(bench.cache.keys.rowCount == 0)
    }

    @Test func `a bound below one statement holds what that brings until it was looked at`() {
        var limits = AccountLimits()
        limits.unknownKeys = 1
        limits.idsPerRead = 3
        var bench = CacheBench([], limits: limits)
        let requests = (0..<3).map { bench.request(Sample.token($0)) }
        for request in requests { _ = bench.look(request) }
        bench.readAll()
        for request in requests { _ = bench.look(request) }
        bench.readAll()
        for request in requests { #expect(bench.look(request).isUnknownKey) }
    }

    @Test func `a flood of unknown keys passes the gate, known keys do not feel it`() {
        var limits = AccountLimits()
        limits.unknownReadsPerSecond = 2
        var bench = CacheBench([Sample.key(0)], limits: limits)
        for number in 1...2 { #expect(bench.ask(Sample.token(number)).unread != nil) }
        #expect(bench.ask(Sample.token(3)).retryAfter == .milliseconds(500))
        #expect(bench.ask(Sample.token(0)).chain != nil)
        #expect(bench.ask(Sample.token(1)).unread != nil, "its read is under way already")
        bench.notice(.key(Sample.token(0)))
        #expect(bench.ask(Sample.token(0)).unread != nil, "dirty, and known")
        bench.pass(.milliseconds(500))
        #expect(bench.ask(Sample.token(3)).unread != nil)
    }

    @Test func `rows named by a notice and those that a load has seen pass the gate`() {
        var limits = AccountLimits()
        limits.unknownReadsPerSecond = 1
        var bench = CacheBench([Sample.key(1)], limits: limits)
        #expect(bench.ask(Sample.token(8)).unread != nil)
        #expect(bench.ask(Sample.token(9)).retryAfter != nil)
        bench.change(Sample.key(2))
        #expect(bench.ask(Sample.token(2)).unread == [.key(Sample.token(2))])
        bench.readAll()
        #expect(bench.ask(Sample.token(2)).chain != nil)
        #expect(bench.ask(token).chain != nil)
    }

    @Test func `while loading the gate is open: every key is unknown then`() {
        var limits = AccountLimits()
        limits.unknownReadsPerSecond = 1
        var bench = CacheBench(limits: limits)
        for number in 0..<50 { #expect(bench.ask(Sample.token(number)).unread != nil) }
    }

    @Test func `one statement reads so many ids, and not one more`() {
        var limits = AccountLimits()
        limits.idsPerRead = 3
        var bench = CacheBench(limits: limits)
        for number in 0..<4 { _ = bench.ask(Sample.token(number)) }
        #expect(bench.take(KeyRow.self)?.batch.ids.count == 3)
        #expect(bench.take(KeyRow.self)?.batch.ids.count == 1)
        #expect(bench.take(KeyRow.self) == nil)
    }

    @Test func `an absent rotation says nothing of a key whose notice was one too many`() {
        var limits = AccountLimits()
        limits.queuedNotices = 1
        limits.unknownKeys = 1
        limits.idsPerRead = 1
        var bench = CacheBench([Sample.key(0)], limits: limits)
        #expect(bench.askWaiting(token).isUnknownKey)
        // Another key drives out the absence of this one, not that of its rotation.
        bench.notice(.key(Sample.token(2)))
        bench.read(KeyRow.self)
        #expect(bench.cache.keys.find(token) == nil)
        #expect(bench.cache.deprecatedKeys.find(token) != nil)
        bench.notice(.key(Sample.token(0)))
        bench.change(Sample.key(1))
        #expect(bench.askWaiting(token).chain != nil)
    }
}
