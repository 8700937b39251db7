import Logging
import Store
import TestSupport

/// A cache that is kept current on a real database, as the daemon keeps it, without the daemon.
struct KeptCache: Sendable {
    let accounts: Accounts
    let status: KeeperStatus
    let connections: StoreConnections

    /// Runs a test with such a cache, which ends with it.
    ///
    /// - Parameters:
    ///   - database: Where rows are looked up.
    ///   - listener: Where notices are heard; the same database by default.
    ///   - adjust: Changes settings that are quick by default.
    ///   - body: The test.
    /// - Throws: What the test throws, or why the keeper has ended.
    static func with(
        on database: ConnectionString,
        listener: ConnectionString? = nil,
        _ adjust: (inout StoreSettings) -> Void = { _ in },
        _ body: @escaping @Sendable (KeptCache) async throws -> Void
    ) async throws {
        var settings = StoreSettings(database: database, listener: listener)
        settings.heartbeat = .seconds(3)
        settings.pollInterval = .milliseconds(500)
        adjust(&settings)
        let cache = KeptCache(settings)
        try await withThrowingTaskGroup { group in
            let reader = RowReadService(accounts: cache.accounts, source: cache.connections)
            let keeper = CacheKeeper(
                accounts: cache.accounts,
                connections: cache.connections,
                status: cache.status,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            group.addTask { await reader.run() }
            group.addTask { try await keeper.run() }
            defer { group.cancelAll() }
            try await body(cache)
        }
        await cache.connections.shutdown()
    }

    private init(_ settings: StoreSettings) {
        accounts = Accounts(limits: settings.limits, pollInterval: settings.pollInterval)
        status = KeeperStatus()
        connections = StoreConnections(settings)
    }

    var freshness: Freshness { accounts.update { cache, _ in cache.freshness } }

    /// What is said of a key, waiting for what has to be read.
    func verdict(on token: TokenHash) async -> Decision<KeyRow> {
        await accounts.decideWaiting(token: token, endUserID: nil) { chain, _, _ in chain.key.row }
    }

    /// What is said of a key at once.
    func verdictNow(on token: TokenHash) -> Decision<KeyRow> {
        accounts.decide(token: token, endUserID: nil, now: SystemClock().now()) { chain, _ in
            chain.key.row
        }
    }

    func until(_ freshness: Freshness) async throws {
        do {
            try await Poll.until("\(freshness)") { self.freshness == freshness }
        } catch {
            throw DaemonError("\(error): \(self.freshness), \(status.report)")
        }
    }

    func untilStale() async throws {
        try await Poll.until("stale") { freshness.isStale }
    }
}

extension Decision where Verdict == KeyRow {
    var key: KeyRow? {
        if case .decided(let row) = self { row } else { nil }
    }
}
