import Testing

@testable import Store

/// End users come from requests: bounded, the most recently used ones are held.
@Suite struct EndUserTests {
    private let token = Sample.token(1)

    private func bench(holding count: Int) -> CacheBench {
        var limits = AccountLimits()
        limits.endUsers = count
        limits.idsPerRead = 1
        let users = (0..<20).map { Sample.endUser("\($0)") }
        return CacheBench([Sample.key(1)] + users, limits: limits)
    }

    @Test func `so many are held, and not one more`() {
        var bench = bench(holding: 3)
        for id in ["1", "2", "3"] { _ = bench.askWaiting(token, endUser: id) }
        #expect(bench.cache.endUsers.slotCount == 3)
        for id in ["1", "2", "3"] { #expect(bench.ask(token, endUser: id).chain != nil) }
        _ = bench.askWaiting(token, endUser: "4")
        #expect(bench.cache.endUsers.slotCount == 3)
    }

    @Test func `who was used since goes after who was not`() {
        var bench = bench(holding: 3)
        for id in ["1", "2", "3"] { _ = bench.askWaiting(token, endUser: id) }
        _ = bench.askWaiting(token, endUser: "4")
        // The round has taken the marks of 2 and 3: only 2 is used again.
        _ = bench.ask(token, endUser: "2")
        _ = bench.askWaiting(token, endUser: "5")
        #expect(bench.ask(token, endUser: "2").chain != nil)
        #expect(bench.ask(token, endUser: "3").unread == [.endUser("3")])
    }

    @Test func `absent ones are remembered within the same bound`() {
        var bench = bench(holding: 2)
        for id in ["x", "y", "z"] {
            #expect(bench.askWaiting(token, endUser: id).chain?.endUser == nil)
        }
        #expect(bench.cache.endUsers.slotCount == 2)
        #expect(bench.ask(token, endUser: "z").chain?.isEndUserVerified == true)
    }

    @Test func `a notice about one that nobody asked for costs nothing`() {
        var bench = bench(holding: 3)
        bench.notice(.endUser("1"))
        #expect(bench.take(EndUserRow.self) == nil)
        #expect(bench.cache.endUsers.slotCount == 0)
    }

    @Test func `a notice about one in memory has it read`() {
        var bench = bench(holding: 3)
        _ = bench.askWaiting(token, endUser: "1")
        bench.change(Sample.endUser("1") { $0.isBlocked = true })
        #expect(bench.ask(token, endUser: "1").unread == [.endUser("1")])
        #expect(bench.askWaiting(token, endUser: "1").chain?.endUser?.row.isBlocked == true)
    }

    @Test func `an absent one that comes is seen at its notice`() {
        var bench = bench(holding: 3)
        _ = bench.askWaiting(token, endUser: "x")
        bench.change(Sample.endUser("x") { $0.isBlocked = true })
        #expect(bench.askWaiting(token, endUser: "x").chain?.endUser?.row.isBlocked == true)
    }

    @Test func `a full read leaves them to be read again one by one`() {
        var bench = bench(holding: 3)
        _ = bench.askWaiting(token, endUser: "1")
        bench.put(Sample.endUser("1") { $0.isBlocked = true })
        bench.loadAll()
        #expect(bench.ask(token, endUser: "1").unread == [.endUser("1")])
        #expect(bench.askWaiting(token, endUser: "1").chain?.endUser?.row.isBlocked == true)
    }

    @Test func `a request without one reads none`() {
        var bench = bench(holding: 3)
        #expect(bench.ask(token).chain?.endUser == nil)
        #expect(bench.ask(token).chain?.isEndUserVerified == true)
    }
}
