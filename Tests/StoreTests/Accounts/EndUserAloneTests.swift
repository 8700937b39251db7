import Testing

@testable import Store

/// An end user without a key, as the master key names it: the same fence and the same reads, but
/// nothing stops the request.
@Suite struct EndUserAloneTests {
    private static let rows: [any AccountRow] = [
        Sample.endUser("e") { $0.budgetID = "b" }, Sample.budget("b"),
        Sample.model("m", named: "gpt"),
    ]

    private func stale() -> CacheBench {
        var bench = CacheBench(Self.rows)
        _ = bench.askAloneWaiting("e")
        _ = bench.askAloneWaiting("nobody")
        bench.cache.currency.lost(now: bench.now)
        return bench
    }

    // MARK: Fresh

    @Test func `one that is not in memory takes a single read`() {
        var bench = CacheBench(Self.rows)
        #expect(bench.askAlone("e").unread == [.endUser("e")])
        bench.readAll()
        let account = bench.askAlone("e").chain
        #expect(account?.endUser?.row.userID == "e")
        #expect(account?.budget?.row.budgetID == "b")
        #expect(account?.isVerified == true && account?.isFresh == true)
    }

    @Test func `one that does not exist is verified not to`() {
        var bench = CacheBench(Self.rows)
        let account = bench.askAloneWaiting("nobody").chain
        #expect(account != nil && account?.endUser == nil)
        #expect(account?.isVerified == true && account?.isFresh == true)
        #expect(bench.askAlone("nobody").chain != nil, "remembered")
    }

    @Test(arguments: [RowReference.endUser("e"), .budget("b"), .proxyModel("m")])
    func `a notice has it wait for a read that was sent later`(reference: RowReference) {
        var bench = CacheBench(Self.rows)
        _ = bench.askAloneWaiting("e")
        bench.notice(reference)
        #expect(bench.askAlone("e").unread == [reference])
        bench.readAll()
        #expect(bench.askAlone("e").chain?.isFresh == true)
    }

    @Test func `a read that was sent before the notice does not answer who asked after it`() {
        var bench = CacheBench(Self.rows)
        _ = bench.askAlone("e")
        let old = bench.take(EndUserRow.self)
        bench.change(Sample.endUser("e") { $0.isBlocked = true })
        let age = bench.age
        bench.finish(old)
        #expect(bench.cache.endUser("e", age, now: bench.now).unread == [.endUser("e")])
        bench.readAll()
        let account = bench.cache.endUser("e", age, now: bench.now).chain
        #expect(account?.endUser?.row.isBlocked == true)
    }

    @Test func `a failed read lets it through, unverified`() {
        var bench = CacheBench(Self.rows)
        var age = bench.age
        #expect(bench.askAlone("e").unread != nil)
        bench.failAll()
        age.hasFailedRead = true
        let account = bench.cache.endUser("e", age, now: bench.now).chain
        #expect(account != nil && account?.endUser == nil)
        #expect(account?.isVerified == false && account?.isFresh == false)
    }

    @Test func `a dirty row that cannot be read serves for the grace, then nothing does`() {
        var bench = CacheBench(Self.rows)
        _ = bench.askAloneWaiting("e")
        bench.notice(.endUser("e"))
        bench.failAll()
        let served = bench.askAlone("e").chain
        #expect(served?.endUser != nil)
        #expect(served?.isVerified == true && served?.isFresh == false)
        bench.pass(AccountLimits().staleGrace)
        let late = bench.askAlone("e").chain
        #expect(late != nil && late?.endUser == nil)
        #expect(late?.isVerified == false)
    }

    @Test func `a deployment that cannot be read leaves what is known of the end user`() {
        var bench = CacheBench(Self.rows)
        _ = bench.askAloneWaiting("e")
        bench.notice(.proxyModel("m"))
        bench.failAll()
        bench.pass(AccountLimits().staleGrace)
        let account = bench.askAlone("e").chain
        #expect(account?.endUser != nil)
        #expect(account?.isVerified == false)
    }

    // MARK: Loading, stale, expired

    @Test func `loading: a single read for every request`() {
        var bench = CacheBench()
        for row in Self.rows { bench.put(row) }
        #expect(bench.askAloneWaiting("e").chain?.endUser != nil)
        #expect(bench.askAlone("e").unread == [.endUser("e"), .budget("b")])
        bench.put(Sample.endUser("e") { $0.isBlocked = true })
        #expect(bench.askAloneWaiting("e").chain?.endUser?.row.isBlocked == true)
    }

    @Test func `stale: its last known row, not fresh`() {
        var bench = stale()
        let account = bench.askAlone("e").chain
        #expect(account?.endUser != nil)
        #expect(account?.isVerified == true && account?.isFresh == false)
    }

    @Test(arguments: ["nobody", "a stranger"])
    func `stale, not in memory: let through, unverified, and nothing is read`(id: String) {
        var bench = stale()
        let account = bench.askAlone(id).chain
        #expect(account != nil && account?.endUser == nil)
        #expect(account?.isVerified == false && account?.isFresh == false)
        for table in CacheBench.tables { #expect(bench.cache.queued(table) == 0) }
    }

    @Test(arguments: ["e", "nobody", "a stranger"])
    func `expired: let through, unverified, whatever is in memory`(id: String) {
        var bench = stale()
        bench.pass(AccountLimits().staleGrace)
        let account = bench.askAlone(id).chain
        #expect(account != nil && account?.endUser == nil)
        #expect(account?.isVerified == false && account?.isFresh == false)
    }
}
