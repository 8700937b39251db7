@testable import Store

extension CacheWorld {
    /// Lets everything end that is under way, and then holds memory against the tables.
    mutating func calmDown() throws {
        for round in 0... {
            if round > 2_000 {
                throw WalkError("it does not come to rest: \(requests.first as Any)")
            }
            try settle()
            let isQuiet =
                requests.isEmpty && reads.isEmpty && jobs.isEmpty && notices?.isEmpty == true
            if isQuiet, pendingReloads.isEmpty, cache.isIdle { break }
        }
        try compare()
    }

    private mutating func settle() throws {
        isDatabaseAway = false
        if isLinkDead || cache.freshness != .fresh(.notices) && jobs.isEmpty { lose() }
        open(.notices)
        hearSome()
        for (table, row) in Self.tables { _ = send(row, table) }
        for position in reads.indices { reads[position].see(database) }
        for read in reads { wake(read.finish(&cache), .answered) }
        reads = []
        if jobs.isEmpty, !pendingReloads.isEmpty { begin(.reload, takeReloads()) }
        while !jobs.isEmpty { moveLoad() }
        now = now.advanced(by: .milliseconds(100))
        _ = cache.retryFailedReads()
        while requests.contains(where: { $0.waiter == nil }) { try goOn() }
        try checkWaiters()
    }

    /// All is heard, so every answer must be the truth, and a sweep finds nothing to correct.
    private mutating func compare() throws {
        for token in tokens {
            for endUser in [nil, "e1", "e6"] {
                try look(makeRequest(token, endUser: endUser), waits: true)
                while !requests.isEmpty { try settle() }
            }
        }
        for (table, row) in Self.tables where table != .endUsers {
            let drift = sweep(row)
            if drift > 0 { throw WalkError("a sweep of \(table) found \(drift) rows to be wrong") }
        }
    }

    private mutating func sweep<Row: AccountRow>(_ row: Row.Type) -> Int {
        var load = FlyingTable(row, &cache)
        while !load.goOn(&cache, database) {}
        return load.drift
    }

    private mutating func takeReloads() -> [CachedTable] {
        defer { pendingReloads = [] }
        return CachedTable.loadOrder.filter(pendingReloads.contains)
    }
}
