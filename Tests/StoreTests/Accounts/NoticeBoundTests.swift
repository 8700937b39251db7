import Testing

@testable import Store

/// Notices beyond the bound become a reload of their table, never a loss.
@Suite struct NoticeBoundTests {
    private let token = Sample.token(1)
    private let limits = {
        var limits = AccountLimits()
        limits.queuedNotices = 3
        return limits
    }()

    @Test func `as many rows as the bound are read one by one, one more reloads the table`() {
        var bench = CacheBench([Sample.key(1) { $0.teamID = "4" }], limits: limits)
        #expect(bench.notice(.team("1"), .team("2"), .team("3")).reloads.isEmpty)
        bench.put(Sample.team("4") { $0.isBlocked = true })
        // The key links to team 4: that one has a slot, and needs no reload.
        #expect(bench.notice(.team("4")).reloads.isEmpty)
        #expect(bench.notice(.team("5")).reloads == [.teams])
        #expect(bench.cache.teams.queuedReads == 3)
        #expect(bench.askWaiting(token).chain?.team?.row.isBlocked == true)
    }

    @Test func `the other tables go on as before`() {
        var bench = CacheBench([Sample.key(1)], limits: limits)
        for number in 0..<10 { bench.notice(.team(TextID("\(number)"))) }
        bench.change(Sample.key(1) { $0.isBlocked = true })
        #expect(bench.askWaiting(token).chain?.key.row.isBlocked == true)
    }

    @Test func `a key in memory stays dirty and is read when it is asked for`() {
        let keys = (1...9).map { Sample.key($0) }
        var bench = CacheBench(keys, limits: limits)
        for number in 1...9 {
            bench.put(Sample.key(number) { $0.isBlocked = true })
            #expect(bench.notice(.key(Sample.token(number))).reloads.isEmpty)
        }
        #expect(bench.cache.keys.queuedReads == 3)
        bench.readAll()
        #expect(bench.ask(Sample.token(9)).unread == [.key(Sample.token(9))])
        for number in 1...9 {
            let chain = bench.askWaiting(Sample.token(number)).chain
            #expect(chain?.key.row.isBlocked == true)
        }
    }

    @Test func `a key not in memory is read when it is asked for`() {
        var bench = CacheBench([], limits: limits)
        for number in 1...9 {
            bench.put(Sample.key(number))
            #expect(bench.notice(.key(Sample.token(number))).reloads.isEmpty)
        }
        #expect(bench.cache.keys.queuedReads == 3)
        #expect(bench.askWaiting(Sample.token(9)).chain != nil)
    }

    @Test func `a key that is remembered as unknown is not forgotten beyond the bound`() {
        var bench = CacheBench([], limits: limits)
        #expect(bench.askWaiting(Sample.token(9)).isUnknownKey)
        for number in 1...9 { bench.change(Sample.key(number)) }
        #expect(bench.askWaiting(Sample.token(9)).chain != nil)
    }

    @Test func `a flood of junk tokens leaves bounded traces`() {
        var limits = AccountLimits()
        limits.queuedNotices = 50
        limits.unknownKeys = 20
        limits.idsPerRead = 10
        var bench = CacheBench([Sample.key(0)], limits: limits)
        for number in 1...2_000 {
            let id = TextID("junk \(number)")
            bench.notice(
                .key(Sample.token(number)),
                .deprecatedKey(Sample.token(number)),
                .endUser(id),
                .team(id),
                .budget(id),
                .accessGroup(id)
            )
            if number.isMultiple(of: 100) { bench.readAll() }
        }
        #expect(bench.cache.keys.slotCount <= 21)
        #expect(bench.cache.deprecatedKeys.slotCount <= 20)
        #expect(bench.cache.endUsers.slotCount == 0)
        #expect(bench.cache.teams.slotCount == 0)
        #expect(bench.cache.budgets.slotCount == 0)
        #expect(bench.cache.accessGroups.slotCount == 0)
        #expect(bench.cache.teams.reads.isEmpty)
    }

    @Test func `whole-table notices of one wake-up ask for one reload each`() {
        var bench = CacheBench([Sample.key(1)])
        let tables: Set<CachedTable> = [.teams, .budgets]
        let outcome = bench.cache.notice([.key(token)], wholeTables: tables, now: bench.now)
        #expect(outcome == NoticeOutcome(reloads: tables, wakesReader: true))
    }
}
