import Testing

@testable import Store

/// Reads against flushes of the rows that they read.
@Suite struct SpendFenceTests {
    private let token = Sample.token(1)
    private let charges = Sample.charges([.key(Sample.token(1)): 5])

    private func key(_ spend: Int, isBlocked: Bool = false) -> KeyRow {
        Sample.key(1) {
            $0.spend = Sample.money(spend)
            $0.isBlocked = isBlocked
        }
    }

    private func spend(_ bench: CacheBench) -> Money? { bench.spend(KeyRow.self, token) }

    /// Ten in the row, five in the journal, and a block that has just been noticed.
    private func bench() -> CacheBench {
        var bench = CacheBench([key(10)])
        bench.cache.add(charges)
        bench.change(key(10, isBlocked: true))
        return bench
    }

    private func commit(_ bench: inout CacheBench, to spend: Int = 15) {
        _ = bench.cache.endFlush(committed: charges, spends: [.key(token): Sample.money(spend)])
    }

    @Test func `what is journaled counts at once, and is dropped with its group`() {
        var bench = CacheBench([key(10)])
        bench.cache.add(charges)
        #expect(bench.ask(token).chain?.keySpend == Sample.money(15))
        bench.cache.drop(charges)
        #expect(bench.ask(token).chain?.keySpend == Sample.money(10))
        #expect(bench.cache.meters.isEmpty)
    }

    @Test func `the end of a flush swaps pending for the row in one step`() {
        var bench = CacheBench([key(10)])
        bench.cache.add(charges)
        bench.cache.beginFlush(charges.entities)
        bench.cache.add(Sample.charges([.key(token): 1]))
        commit(&bench)
        #expect(spend(bench) == Sample.money(16))
        #expect(bench.ask(token).chain?.key.row.spend == Sample.money(15))
    }

    @Test func `a flush that was rolled back publishes nothing`() {
        var bench = CacheBench([key(10)])
        bench.cache.add(charges)
        bench.cache.beginFlush(charges.entities)
        _ = bench.cache.endFlush(committed: nil, spends: [.key(token): Sample.money(99)])
        #expect(spend(bench) == Sample.money(15))
        #expect(bench.ask(token).chain?.key.row.spend == Sample.money(10))
    }

    @Test(arguments: [10, 15])
    func `a read sent before a flush that ends within it keeps all but the spend`(seen: Int) {
        var bench = bench()
        var read = bench.take(KeyRow.self)
        bench.cache.beginFlush(charges.entities)
        read?.rows = [key(seen, isBlocked: true)]
        bench.finish(read)
        #expect(bench.ask(token).chain?.key.row.isBlocked == true)
        #expect(spend(bench) == Sample.money(15))
        commit(&bench)
        #expect(spend(bench) == Sample.money(15))
    }

    @Test(arguments: [10, 15])
    func `a read sent within a flush that ends after it keeps all but the spend`(seen: Int) {
        var bench = bench()
        bench.cache.beginFlush(charges.entities)
        var read = bench.take(KeyRow.self)
        commit(&bench)
        read?.rows = [key(seen, isBlocked: true)]
        bench.finish(read)
        #expect(bench.ask(token).chain?.key.row.isBlocked == true)
        #expect(spend(bench) == Sample.money(15))
    }

    @Test(arguments: [10, 15])
    func `a read that spans a whole flush keeps all but the spend`(seen: Int) {
        var bench = bench()
        var read = bench.take(KeyRow.self)
        bench.cache.beginFlush(charges.entities)
        commit(&bench)
        read?.rows = [key(seen, isBlocked: true)]
        bench.finish(read)
        #expect(bench.ask(token).chain?.key.row.isBlocked == true)
        #expect(spend(bench) == Sample.money(15))
    }

    @Test func `reads that ended before a flush, or were sent after it, count as a whole`() {
        var bench = bench()
        bench.change(key(7))
        bench.readAll()
        bench.cache.beginFlush(charges.entities)
        #expect(spend(bench) == Sample.money(12))
        commit(&bench, to: 12)
        bench.change(key(0))
        bench.readAll()
        #expect(spend(bench) == .zero)
        #expect(bench.cache.keys.queuedReads == 0)
    }

    @Test func `a reset noticed while a flush was under way is read after it`() {
        var bench = CacheBench([key(10)])
        bench.cache.add(charges)
        bench.cache.beginFlush(charges.entities)
        bench.put(key(15))
        bench.change(key(0))
        bench.readAll()
        #expect(spend(bench) == Sample.money(15), "discarded, since it may be from before")
        let wakesReader = bench.cache.endFlush(
            committed: charges,
            spends: [.key(token): Sample.money(15)]
        )
        #expect(wakesReader)
        bench.readAll()
        #expect(spend(bench) == .zero)
        #expect(bench.cache.meters.isEmpty == false)
        _ = bench.cache.endFlush(committed: nil, spends: [:])
        #expect(bench.cache.meters.isEmpty)
    }

    @Test func `a reset read across the end of a flush is read again at once`() {
        var bench = CacheBench([key(10)])
        bench.cache.add(charges)
        bench.cache.beginFlush(charges.entities)
        bench.put(key(15))
        bench.change(key(0))
        let read = bench.take(KeyRow.self)
        commit(&bench)
        bench.finish(read)
        #expect(spend(bench) == Sample.money(15))
        #expect(bench.cache.keys.queuedReads == 1)
        bench.readAll()
        #expect(spend(bench) == .zero)
    }

    @Test func `a read that is due and fails is made again with the others`() {
        var bench = bench()
        let read = bench.take(KeyRow.self)
        bench.cache.beginFlush(charges.entities)
        commit(&bench)
        bench.put(key(0))
        bench.finish(read)
        bench.failAll()
        #expect(bench.cache.keys.queuedReads == 0)
        let hasReads = bench.cache.retryFailedReads()
        #expect(hasReads)
        bench.readAll()
        #expect(spend(bench) == .zero)
    }

    @Test func `a load that spans a flush keeps all but the spend`() {
        var bench = bench()
        let begin = bench.cache.beginLoad(of: KeyRow.self, expectedRows: 1)
        let seen = bench.stored(KeyRow.self)
        bench.cache.beginFlush(charges.entities)
        commit(&bench)
        bench.setSpend(KeyRow.self, token, Sample.money(15))
        #expect(bench.cache.meters[.key(token)] != nil, "the load may bring the row")
        _ = bench.cache.applyLoad(seen, startedAt: begin)
        _ = bench.cache.endLoad(of: KeyRow.self, startedAt: begin)
        #expect(bench.ask(token).chain?.key.row.isBlocked == true)
        #expect(spend(bench) == Sample.money(15))
        bench.readAll()
        #expect(spend(bench) == Sample.money(15))
    }

    @Test func `a row that comes into memory across a flush has what the flush left`() {
        var bench = CacheBench([])
        bench.put(key(10))
        bench.cache.add(charges)
        _ = bench.ask(token)
        let read = bench.take(KeyRow.self)
        bench.cache.beginFlush(charges.entities)
        commit(&bench)
        bench.finish(read)
        #expect(spend(bench) == Sample.money(15))
    }

    @Test func `without the row's new spend the rise is added, and the row read again`() {
        var bench = CacheBench([key(10)])
        bench.cache.add(charges)
        bench.cache.beginFlush(charges.entities)
        bench.put(key(4))
        _ = bench.cache.endFlush(committed: charges, spends: [:])
        #expect(spend(bench) == Sample.money(15))
        bench.readAll()
        #expect(spend(bench) == Sample.money(4))
    }

    @Test func `a read that a newer one has overtaken does not say that the spend is sure`() {
        var bench = bench()
        let slow = bench.take(KeyRow.self)
        bench.cache.beginFlush(charges.entities)
        bench.setSpend(KeyRow.self, token, .zero)
        bench.load(KeyRow.self)
        _ = bench.cache.endFlush(committed: nil, spends: [:])
        bench.finish(slow)
        #expect(spend(bench) == Sample.money(15), "older than the full read")
        bench.readAll()
        #expect(spend(bench) == Sample.money(5))
    }

    @Test func `a row that a flush raised unasked is read again if its answer was lost`() {
        var bench = CacheBench([Sample.key(1), Sample.team("t")])
        bench.cache.add(charges)
        bench.cache.beginFlush([.key(token), .team("t")])
        bench.setSpend(TeamRow.self, "t", Sample.money(5))
        _ = bench.cache.endFlush(committed: charges, spends: [:])
        bench.readAll()
        #expect(bench.spend(TeamRow.self, "t") == Sample.money(5))
    }

    @Test func `a full read that failed keeps no meter`() {
        var bench = CacheBench([key(10)])
        let begin = bench.cache.beginLoad(of: KeyRow.self, expectedRows: 1)
        bench.cache.add(charges)
        bench.cache.beginFlush(charges.entities)
        commit(&bench)
        #expect(bench.cache.meters[.key(token)] != nil)
        bench.cache.closeLoad(of: KeyRow.self, startedAt: begin)
        _ = bench.cache.endFlush(committed: nil, spends: [:])
        #expect(bench.cache.meters.isEmpty)
    }

    @Test func `pending outlives the slot of its row`() {
        var bench = CacheBench([], limits: AccountLimits())
        bench.cache.add(Sample.charges([.endUser("e"): 3]))
        bench.put(Sample.key(1))
        bench.put(Sample.endUser("e") { $0.spend = Sample.money(1) })
        bench.loadAll()
        #expect(bench.askWaiting(token, endUser: "e").chain?.endUserSpend == Sample.money(4))
    }
}
