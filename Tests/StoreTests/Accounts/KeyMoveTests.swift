import Testing

@testable import Store

/// Keys that get another hash, with what is booked on them.
@Suite struct KeyMoveTests {
    private let old = Sample.token(1)
    private let new = Sample.token(2)

    private func bench() -> CacheBench {
        var bench = CacheBench([Sample.key(1) { $0.spend = Sample.money(10) }])
        bench.cache.add(Sample.charges([.key(old): 5]))
        return bench
    }

    private func rename(_ bench: inout CacheBench, hears: Bool = true) {
        bench.delete(.key(old))
        bench.put(Sample.key(2) { $0.spend = Sample.money(10) })
        if hears { hear(&bench) }
    }

    private func hear(_ bench: inout CacheBench) {
        bench.cache.proposeKeyMoves([KeyMove(from: old, to: new)])
        bench.notice(.key(old), .key(new))
    }

    @Test func `what is pending moves along, once reads have proved the move`() {
        var bench = bench()
        rename(&bench)
        #expect(bench.cache.takeKeyMoves().isEmpty)
        bench.readAll()
        #expect(bench.cache.takeKeyMoves() == [KeyMove(from: old, to: new)])
        #expect(bench.cache.takeKeyMoves().isEmpty)
        #expect(bench.ask(new).chain?.keySpend == Sample.money(15))
        #expect(bench.cache.meters[.key(old)] == nil)
    }

    @Test func `a notice that makes up a move moves nothing`() {
        var bench = bench()
        hear(&bench)
        bench.readAll()
        bench.put(Sample.key(2))
        hear(&bench)
        bench.readAll()
        #expect(bench.cache.takeKeyMoves().isEmpty)
        #expect(bench.cache.meters.pending(for: .key(old)) == Sample.money(5))
    }

    @Test func `reads sent before the notice prove nothing`() {
        var bench = bench()
        bench.notice(.key(old), .key(new))
        rename(&bench, hears: false)
        let read = bench.take(KeyRow.self)
        hear(&bench)
        bench.finish(read)
        #expect(bench.cache.takeKeyMoves().isEmpty)
        bench.readAll()
        #expect(bench.cache.takeKeyMoves().count == 1)
    }

    @Test func `a full read proves a move, too`() {
        var bench = bench()
        rename(&bench)
        bench.loadAll()
        #expect(bench.cache.takeKeyMoves().count == 1)
        #expect(bench.ask(new).chain?.keySpend == Sample.money(15))
    }

    @Test func `moves in a row lead to the last hash`() {
        var bench = bench()
        let last = Sample.token(3)
        bench.delete(.key(old))
        bench.put(Sample.key(3))
        bench.cache.proposeKeyMoves([KeyMove(from: old, to: new), KeyMove(from: new, to: last)])
        bench.notice(.key(old), .key(new), .key(last))
        bench.readAll()
        #expect(bench.cache.takeKeyMoves().count == 2)
        #expect(bench.cache.meters.pending(for: .key(last)) == Sample.money(5))
    }

    // MARK: Rotations that nobody heard of

    /// The key got another hash while nobody listened, in one transaction with the row of its
    /// rotation.
    private func rotate(_ bench: inout CacheBench, over between: TokenHash? = nil) {
        rename(&bench, hears: false)
        let hashes = [old] + (between.map { [$0] } ?? []) + [new]
        for (from, to) in zip(hashes, hashes.dropFirst()) {
            bench.put(DeprecatedKeyRow(token: from, activeToken: to, revokeAt: nil))
        }
    }

    @Test(arguments: [nil, Sample.token(3)])
    func `a full read finds what was rotated before it, and moves what was held`(
        between: TokenHash?
    ) {
        var bench = bench()
        rotate(&bench, over: between)
        bench.loadAll()
        #expect(bench.cache.takeKeyMoves() == [KeyMove(from: old, to: new)])
        #expect(bench.ask(new).chain?.keySpend == Sample.money(15))
        bench.loadAll()
        #expect(bench.cache.takeKeyMoves().isEmpty)
    }

    @Test func `so does the read of one rotation, once the keys were read`() {
        var bench = bench()
        rotate(&bench)
        bench.notice(.deprecatedKey(old))
        bench.read(DeprecatedKeyRow.self)
        #expect(bench.cache.takeKeyMoves().isEmpty, "the key is in memory under its former hash")
        bench.notice(.key(old), .key(new))
        bench.readAll()
        #expect(bench.cache.takeKeyMoves().count == 1)
        #expect(bench.ask(new).chain?.keySpend == Sample.money(15))
    }

    @Test func `rotations that lead in a circle, or to no key, move nothing`() {
        var bench = bench()
        bench.put(DeprecatedKeyRow(token: old, activeToken: new, revokeAt: nil))
        bench.put(DeprecatedKeyRow(token: new, activeToken: old, revokeAt: nil))
        bench.loadAll()
        bench.delete(.key(old))
        bench.loadAll()
        bench.readAll()
        #expect(bench.cache.takeKeyMoves().isEmpty)
        #expect(bench.cache.meters.pending(for: .key(old)) == Sample.money(5))
    }

    @Test func `windows, grants and models' spend of a rotated key are found, too`() {
        var meters = LimitMeters()
        let now = bench().now
        for scope in [LimitScope.key(old), .keyModel(new, model: "m"), .team("t")] {
            meters.begin(at: now.monotonicNanoseconds)
            var claim = LimitClaim(scope.kind)
            claim.rates.requestsPerMinute = 10
            meters.enter(claim, of: scope, LimitDemand(now: now))
            meters.take(LimitDemand(now: now), nil)
        }
        #expect(meters.tokens { _ in true } == [old, new])
        #expect(meters.tokens { $0 == new } == [new])
        #expect(LimitMeters().tokens { _ in true }.isEmpty)
    }

    @Test func `charges and flushes under the old hash count for the new one`() {
        var bench = bench()
        rename(&bench)
        bench.cache.beginFlush([.key(old)])
        bench.readAll()
        bench.cache.add(Sample.charges([.key(old): 2]))
        #expect(bench.cache.meters.pending(for: .key(new)) == Sample.money(7))
        _ = bench.cache.endFlush(
            committed: Sample.charges([.key(old): 5]),
            spends: [.key(new): Sample.money(15)]
        )
        #expect(bench.ask(new).chain?.keySpend == Sample.money(17))
        #expect(bench.ask(new).chain?.key.row.spend == Sample.money(15))
    }

    @Test(arguments: [false, true])
    func `a read of the new hash across a flush of the old one never has too little`(
        isReadFirst: Bool
    ) {
        var bench = bench()
        bench.cache.beginFlush([.key(old)])
        rename(&bench)
        let read = bench.take(KeyRow.self)
        if isReadFirst { bench.finish(read) }
        _ = bench.cache.endFlush(committed: Sample.charges([.key(old): 5]), spends: [:])
        if !isReadFirst { bench.finish(read) }
        #expect(bench.spend(KeyRow.self, new) == Sample.money(15))
        bench.setSpend(KeyRow.self, new, Sample.money(14))
        bench.readAll()
        #expect(bench.spend(KeyRow.self, new) == Sample.money(14))
    }

    @Test func `a key that gets its former hash back keeps what is pending`() {
        var meters = SpendMeters()
        meters.add(Sample.charges([.key(old): 5]))
        meters.moveKey(KeyMove(from: old, to: new))
        meters.moveKey(KeyMove(from: old, to: new))
        meters.moveKey(KeyMove(from: new, to: old))
        meters.add(Sample.charges([.key(new): 1]))
        #expect(meters.pending(for: .key(old)) == Sample.money(6))
        #expect(meters.currentToken(new) == old)
    }

    @Test func `the shell reports a proved move to whoever journals it`() async {
        let accounts = Accounts(limits: AccountLimits(), clock: ManualClock())
        accounts.add(Sample.charges([.key(old): 5]))
        accounts.proposeKeyMoves([KeyMove(from: old, to: new)])
        accounts.update { cache, _ in
            let begin = cache.beginLoad(of: KeyRow.self, expectedRows: 1)
            _ = cache.applyLoad([Sample.key(2)], startedAt: begin)
            _ = cache.endLoad(of: KeyRow.self, startedAt: begin)
        }
        accounts.reportKeyMoves()
        for await move in accounts.keyMoves {
            #expect(move == KeyMove(from: old, to: new))
            break
        }
        let pending = accounts.update { cache, _ in cache.meters.pending(for: .key(new)) }
        #expect(pending == Sample.money(5))
    }
}
