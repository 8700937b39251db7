import Testing

@testable import Store

/// Keys that get another hash while flushes and reads of them are under way.
@Suite struct MovedSpendTests {
    private let old = Sample.token(1)
    private let new = Sample.token(2)
    private let last = Sample.token(3)

    private func key(_ number: Int, _ spend: Int) -> KeyRow {
        Sample.key(number) { $0.spend = Sample.money(spend) }
    }

    private func hear(_ bench: inout CacheBench, _ from: TokenHash, _ to: TokenHash) {
        bench.cache.proposeKeyMoves([KeyMove(from: from, to: to)])
        bench.notice(.key(from), .key(to))
    }

    /// The key has its new hash, and memory knows that row; nobody has told that it is the old one.
    private func unheard() -> CacheBench {
        var bench = CacheBench([key(1, 10)])
        bench.cache.add(Sample.charges([.key(old): 5]))
        bench.delete(.key(old))
        bench.put(key(2, 10))
        bench.load(KeyRow.self)
        bench.cache.beginFlush([.key(old)])
        bench.setSpend(KeyRow.self, new, Sample.money(15))
        _ = bench.cache.endFlush(committed: Sample.charges([.key(old): 5]), spends: [:])
        return bench
    }

    @Test(arguments: [false, true])
    func `what was booked before a move was heard of is in the row that is read after`(
        isLoad: Bool
    ) {
        var bench = unheard()
        #expect(bench.spend(KeyRow.self, new) == Sample.money(10))
        hear(&bench, old, new)
        bench.cache.add(Sample.charges([.key(new): 1]))
        bench.cache.beginFlush([.key(new)])
        if isLoad { bench.load(KeyRow.self) } else { bench.readAll() }
        #expect(bench.cache.takeKeyMoves().count == 1)
        #expect(bench.spend(KeyRow.self, new) == Sample.money(16), "not the spend known before")
        _ = bench.cache.endFlush(committed: nil, spends: [:])
        bench.readAll()
        #expect(bench.spend(KeyRow.self, new) == Sample.money(16))
    }

    @Test func `a full read proves nothing by a row that a notice kept as it was`() {
        var bench = unheard()
        hear(&bench, old, new)
        let begin = bench.cache.beginLoad(of: KeyRow.self, expectedRows: 0)
        bench.notice(.key(new))
        _ = bench.cache.applyLoad(bench.stored(KeyRow.self), startedAt: begin)
        _ = bench.cache.endLoad(of: KeyRow.self, startedAt: begin)
        #expect(bench.cache.takeKeyMoves().isEmpty)
        bench.readAll()
        #expect(bench.cache.takeKeyMoves().count == 1)
        #expect(bench.spend(KeyRow.self, new) == Sample.money(15))
    }

    @Test func `what the old hash's flush booked after the read is added when the move is proved`()
    {
        var bench = unheard()
        bench.cache.add(Sample.charges([.key(old): 7]))
        hear(&bench, old, new)
        var read = bench.take(KeyRow.self)
        bench.cache.beginFlush([.key(old)])
        _ = bench.cache.endFlush(committed: Sample.charges([.key(old): 7]), spends: [:])
        read?.rows = [key(2, 15)]
        bench.finish(read)
        #expect(bench.spend(KeyRow.self, new) == Sample.money(22))
        #expect(bench.cache.keys.queuedReads == 1, "it may have been in the row")
    }

    @Test func `a second move that is heard of after reads have missed the first new hash counts`()
    {
        var bench = CacheBench([key(1, 10)])
        bench.cache.add(Sample.charges([.key(old): 5]))
        bench.delete(.key(old))
        bench.put(key(3, 10))
        hear(&bench, old, new)
        bench.readAll()
        #expect(bench.cache.takeKeyMoves().isEmpty)
        hear(&bench, new, last)
        bench.readAll()
        #expect(bench.cache.takeKeyMoves().count == 2)
        #expect(bench.spend(KeyRow.self, last) == Sample.money(15))
    }

    @Test func `a made-up second move leads nobody's spend astray`() {
        var bench = CacheBench([key(1, 10), key(3, 1)])
        bench.cache.add(Sample.charges([.key(old): 5]))
        bench.delete(.key(old))
        bench.put(key(2, 10))
        hear(&bench, old, new)
        hear(&bench, new, last)
        bench.readAll()
        #expect(bench.spend(KeyRow.self, new) == Sample.money(15))
        #expect(bench.spend(KeyRow.self, last) == Sample.money(1))
        #expect(bench.cache.keyMoveProposals.isEmpty)
    }

    @Test func `moves that lead to no key, in a circle at that, are given up after two full reads`()
    {
        var bench = CacheBench([])
        hear(&bench, old, new)
        hear(&bench, new, old)
        bench.readAll()
        bench.load(KeyRow.self)
        #expect(!bench.cache.keyMoveProposals.isEmpty)
        bench.load(KeyRow.self)
        #expect(bench.cache.keyMoveProposals.isEmpty)
    }
}
