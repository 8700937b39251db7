import Testing

@testable import Store

/// A token that is found only among the deprecated ones stands for its active key.
@Suite struct RotationTests {
    private let old = Sample.token(1)
    private let new = Sample.token(2)

    private func rotation(after: Duration?, of bench: CacheBench) -> DeprecatedKeyRow {
        DeprecatedKeyRow(
            token: old,
            activeToken: new,
            revokeAt: after.map { bench.now.wall + $0 }
        )
    }

    private func rotated(after: Duration? = .seconds(60)) -> CacheBench {
        var bench = CacheBench([Sample.key(2)])
        bench.put(rotation(after: after, of: bench))
        bench.loadAll()
        return bench
    }

    @Test func `it authorizes as its active key until the grace ends`() {
        var bench = rotated()
        #expect(bench.ask(old).chain?.key.row.token == new)
        bench.pass(.milliseconds(59_999))
        #expect(bench.ask(old).chain != nil)
        bench.pass(.milliseconds(1))
        #expect(bench.ask(old).isUnknownKey)
        #expect(bench.ask(new).chain != nil)
    }

    @Test func `without an end of the grace there is none`() {
        var bench = rotated(after: nil)
        #expect(bench.ask(old).isUnknownKey)
    }

    @Test func `a blocked active key is blocked under its old name too`() {
        var bench = rotated()
        bench.change(Sample.key(2) { $0.isBlocked = true })
        #expect(bench.ask(old).unread == [.key(new)])
        #expect(bench.askWaiting(old).chain?.key.row.isBlocked == true)
    }

    @Test func `a rotation whose active key is gone is an unknown key`() {
        var bench = rotated()
        bench.delete(.key(new))
        bench.notice(.key(new))
        #expect(bench.askWaiting(old).isUnknownKey)
    }

    @Test func `a key that is there again goes before its rotation`() {
        var bench = rotated()
        bench.change(Sample.key(1) { $0.keyAlias = "itself" })
        #expect(bench.askWaiting(old).chain?.key.row.keyAlias == "itself")
    }

    @Test func `a key that was rotated while it is cached is found under both names`() {
        var bench = CacheBench([Sample.key(1)])
        #expect(bench.ask(old).chain != nil)
        bench.delete(.key(old))
        bench.put(Sample.key(2))
        bench.put(rotation(after: .seconds(60), of: bench))
        bench.notice(.key(old), .key(new), .deprecatedKey(old))
        #expect(bench.askWaiting(old).chain?.key.row.token == new)
        #expect(bench.askWaiting(new).chain?.key.row.token == new)
    }

    @Test func `a longer grace is seen at its notice, and so is its end`() {
        var bench = rotated()
        bench.pass(.seconds(60))
        #expect(bench.ask(old).isUnknownKey)
        bench.change(rotation(after: .seconds(60), of: bench))
        #expect(bench.ask(old).unread == [.deprecatedKey(old)])
        #expect(bench.askWaiting(old).chain != nil)
        bench.delete(.deprecatedKey(old))
        bench.notice(.deprecatedKey(old))
        #expect(bench.askWaiting(old).isUnknownKey)
    }

    @Test func `while loading it takes single reads`() {
        var bench = CacheBench()
        bench.put(Sample.key(2))
        bench.put(rotation(after: .seconds(60), of: bench))
        #expect(bench.askWaiting(old).chain?.key.row.token == new)
        #expect(bench.ask(old).unread == [.key(old)])
        bench.put(Sample.key(1) { $0.keyAlias = "itself" })
        #expect(bench.askWaiting(old).chain?.key.row.keyAlias == "itself")
    }

    @Test func `while stale the last known rotation serves`() {
        var bench = rotated()
        bench.cache.currency.lost(now: bench.now)
        #expect(bench.ask(old).chain?.isFresh == false)
        bench.pass(.seconds(60))
        #expect(bench.ask(old).isUnavailable, "its grace may have been made longer")
    }

    @Test func `after a truncate of the keys it takes a read to know`() {
        var bench = rotated()
        _ = bench.cache.notice([], wholeTables: [.keys], now: bench.now)
        #expect(bench.ask(old).unread == [.key(old)])
        #expect(bench.askWaiting(old).chain?.key.row.token == new)
    }

    @Test func `a rotation that cannot be read is no unknown key`() {
        var bench = rotated()
        bench.notice(.deprecatedKey(old))
        bench.failAll()
        #expect(bench.ask(old).chain?.isFresh == false)
        bench.pass(AccountLimits().staleGrace)
        #expect(bench.ask(old).isUnavailable)
    }

    @Test func `a stale rotation whose end has passed proves no key unknown`() {
        var bench = rotated()
        // Its grace was made longer, and that cannot be read.
        bench.change(rotation(after: .seconds(120), of: bench))
        bench.failAll()
        bench.pass(.seconds(60))
        #expect(bench.ask(old).isUnavailable)
        _ = bench.cache.retryFailedReads()
        bench.readAll()
        #expect(bench.ask(old).chain?.key.row.token == new)
    }

    @Test func `a key rotated away between two reads is not called unknown`() {
        var bench = CacheBench([Sample.key(1)])
        bench.notice(.key(old))
        let request = bench.request(old)
        // The rotation is committed, and its notices are still on their way.
        bench.delete(.key(old))
        bench.put(Sample.key(2))
        bench.put(rotation(after: .seconds(60), of: bench))
        bench.read(KeyRow.self)
        #expect(bench.look(request).unread == [.deprecatedKey(old)])
        bench.read(DeprecatedKeyRow.self)
        #expect(bench.look(request).unread == [.key(new)])
        bench.readAll()
        #expect(bench.look(request).chain?.key.row.token == new)
    }

    @Test func `nor is one whose rotation was led on between two reads`() {
        var bench = rotated()
        let third = Sample.token(3)
        bench.notice(.key(new))
        let request = bench.request(old)
        bench.delete(.key(new))
        bench.put(Sample.key(3))
        bench.put(
            DeprecatedKeyRow(token: old, activeToken: third, revokeAt: bench.now.wall + .seconds(9))
        )
        bench.read(KeyRow.self)
        _ = bench.look(request)
        bench.readAll()
        _ = bench.look(request)
        bench.readAll()
        #expect(bench.look(request).chain?.key.row.token == third)
    }

    @Test func `notices of an absent key without end do not starve who asks for it`() {
        var bench = CacheBench([])
        var request = bench.request(old)
        var looks = 0
        while let unread = bench.look(request).unread, looks < 8 {
            looks += 1
            request.age.waits(for: unread, at: bench.cache.currentGeneration)
            let (key, rotation) = (bench.take(KeyRow.self), bench.take(DeprecatedKeyRow.self))
            bench.notice(.key(old), .deprecatedKey(old))
            bench.finish(rotation)
            bench.finish(key)
        }
        #expect(bench.look(request).isUnknownKey)
    }

    @Test func `rotations are read after the keys, whose absence they explain`() throws {
        let order = CachedTable.loadOrder
        let (keys, rotations) = (order.firstIndex(of: .keys), order.firstIndex(of: .deprecatedKeys))
        #expect(try #require(keys) < #require(rotations))
    }
}
