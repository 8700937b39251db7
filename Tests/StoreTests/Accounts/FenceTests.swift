import Testing

@testable import Store

/// Which read may answer whom, one test per rule.
@Suite struct FenceTests {
    private let token = Sample.token(1)
    private let blocked = Sample.key(1) { $0.isBlocked = true }

    @Test func `generations come from one counter that never restarts`() throws {
        var limits = AccountLimits()
        limits.idsPerRead = 1
        limits.endUsers = 1
        var bench = CacheBench([Sample.key(1)], limits: limits)
        var last = bench.cache.currentGeneration
        for round in 0..<50 {
            bench.notice(.key(token), .team(TextID("t\(round)")))
            #expect(bench.cache.currentGeneration > last)
            last = bench.cache.currentGeneration
            let sent = bench.take(KeyRow.self)
            let read = try #require(sent)
            #expect(read.batch.sentAt > last)
            last = read.batch.sentAt
            bench.finish(read)
            _ = bench.askWaiting(token, endUser: "user \(round)")
            bench.loadAll()
            #expect(bench.cache.currentGeneration > last)
            last = bench.cache.currentGeneration
        }
    }

    @Test func `eviction counts as an invalidation for reads in flight`() {
        var limits = AccountLimits()
        limits.idsPerRead = 1
        limits.endUsers = 1
        var bench = CacheBench([Sample.key(1), Sample.endUser("a")], limits: limits)
        _ = bench.askWaiting(token, endUser: "a")
        bench.notice(.endUser("a"))
        let old = bench.take(EndUserRow.self)
        bench.put(Sample.endUser("a") { $0.isBlocked = true })
        // "a" was touched: it takes two others to drive it out.
        _ = bench.askWaiting(token, endUser: "b")
        _ = bench.askWaiting(token, endUser: "c")
        #expect(bench.cache.endUsers.find("a") == nil)
        bench.finish(old)
        #expect(bench.cache.endUsers.find("a") == nil)
        let chain = bench.askWaiting(token, endUser: "a").chain
        #expect(chain?.endUser?.row.isBlocked == true)
    }

    @Test func `a notice makes the row dirty`() {
        var bench = CacheBench([Sample.key(1)])
        #expect(bench.ask(token).chain?.key.row.isBlocked == false)
        bench.change(blocked)
        #expect(bench.ask(token).unread == [.key(token)])
        bench.readAll()
        #expect(bench.ask(token).chain?.key.row.isBlocked == true)
    }

    @Test func `a dirty row waits for a read sent after the notices known at the ask`() {
        var bench = CacheBench([Sample.key(1)])
        bench.notice(.key(token))
        let old = bench.take(KeyRow.self)
        bench.change(blocked)
        let request = bench.request(token)
        bench.finish(old)
        #expect(bench.look(request).unread == [.key(token)])
        bench.readAll()
        #expect(bench.look(request).chain?.key.row.isBlocked == true)
    }

    @Test func `it is answered from that read even if a newer notice has come since`() {
        var bench = CacheBench([Sample.key(1)])
        bench.change(blocked)
        let request = bench.request(token)
        let read = bench.take(KeyRow.self)
        bench.notice(.key(token))
        bench.finish(read)
        #expect(bench.look(request).chain?.key.row.isBlocked == true)
        #expect(bench.ask(token).unread == [.key(token)], "whoever asks later waits for the next")
    }

    @Test func `a notifier faster than every read starves nobody`() {
        var bench = CacheBench([Sample.key(1) { $0.accessGroupIDs = ["group"] }])
        bench.notice(.key(token), .accessGroup("group"))
        let request = bench.request(token)
        for _ in 0..<3 where bench.look(request).chain == nil {
            let (key, group) = (bench.take(KeyRow.self), bench.take(AccessGroupRow.self))
            bench.notice(.key(token), .accessGroup("group"))
            bench.finish(key)
            bench.finish(group)
        }
        #expect(bench.look(request).chain != nil)
    }

    @Test func `per row at most one read is in flight and one due`() {
        var bench = CacheBench([Sample.key(1)])
        bench.notice(.key(token))
        let first = bench.take(KeyRow.self)
        for _ in 0..<10 {
            bench.notice(.key(token))
            _ = bench.ask(token)
            #expect(bench.take(KeyRow.self) == nil)
        }
        bench.finish(first)
        let second = bench.take(KeyRow.self)
        #expect(second?.batch.ids == [token])
        bench.finish(second)
        #expect(bench.take(KeyRow.self) == nil)
        #expect(bench.ask(token).chain != nil)
    }

    @Test func `all notices of one wake-up are marked before any of it is read`() {
        let rows: [any AccountRow] = [Sample.key(1) { $0.teamID = "t" }, Sample.team("t")]
        var bench = CacheBench(rows)
        let outcome = bench.notice(.key(token), .team("t"))
        #expect(outcome == NoticeOutcome(reloads: [], wakesReader: true))
        #expect(bench.ask(token).unread == [.key(token)])
        bench.read(KeyRow.self)
        #expect(bench.ask(token).unread == [.team("t")])
    }

    @Test func `a fill sent before a change never publishes the old row as current`() {
        var bench = CacheBench([Sample.key(1)])
        bench.notice(.key(token))
        let old = bench.take(KeyRow.self)
        bench.change(blocked)
        let new = bench.take(KeyRow.self)
        #expect(new == nil, "the second read waits for the first")
        bench.finish(old)
        bench.readAll()
        #expect(bench.ask(token).chain?.key.row.isBlocked == true)
    }

    @Test func `the same holds for a row that was not there`() {
        var bench = CacheBench([])
        let request = bench.request(token)
        #expect(bench.look(request).unread == [.key(token)])
        let old = bench.take(KeyRow.self)
        bench.change(Sample.key(1))
        bench.finish(old)
        let later = bench.ask(token)
        #expect(later.unread == [.key(token)], "the absence was never published")
        bench.readAll()
        #expect(bench.ask(token).chain != nil)
    }
}

extension SentRead: Equatable where Row: Equatable {
    static func == (left: SentRead, right: SentRead) -> Bool {
        left.batch.ids == right.batch.ids && left.batch.sentAt == right.batch.sentAt
    }
}

extension NoticeOutcome {
    init(reloads: Set<CachedTable>, wakesReader: Bool) {
        self.init()
        self.reloads = reloads
        self.wakesReader = wakesReader
    }
}
