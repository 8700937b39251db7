import Logging
import TestSupport

@testable import Store

/// A cache against a real database, with the keeper and the reader at work, and no daemon.
struct KeptCache {
    let accounts: Accounts
    let connections: StoreConnections
    let status: KeeperStatus
    private let ended: Locked<StoreError?>

    /// What a request is told.
    struct Verdict: Equatable, Sendable {
        var isBlocked: Bool
        var isFresh: Bool
    }

    /// Quick where time passes, so that tests need not wait.
    static func settings(
        _ database: ConnectionString,
        listener: ConnectionString? = nil
    ) -> StoreSettings {
        var settings = StoreSettings(database: database, listener: listener)
        settings.heartbeat = .seconds(2)
        settings.pollInterval = .seconds(1)
        return settings
    }

    /// Runs a test with it; without `reads` the test reads the rows itself.
    static func with(
        _ settings: StoreSettings,
        reads: Bool = true,
        _ body: @escaping @Sendable (KeptCache) async throws -> Void
    ) async throws {
        let cache = KeptCache(settings)
        try await withThrowingTaskGroup { group in
            group.addTask { await cache.keep() }
            if reads { group.addTask { await cache.read() } }
            group.addTask {
                try await body(cache)
                throw CancellationError()
            }
            do {
                for try await _ in group {}
            } catch is CancellationError {
                group.cancelAll()
            }
            await cache.connections.shutdown()
        }
    }

    private init(_ settings: StoreSettings) {
        accounts = Accounts(limits: settings.limits, pollInterval: settings.pollInterval)
        connections = StoreConnections(settings)
        status = KeeperStatus()
        ended = Locked(nil)
    }

    private func keep() async {
        let keeper = CacheKeeper(
            accounts: accounts,
            connections: connections,
            status: status,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await keeper.run()
        } catch {
            ended.withLock { $0 = error as? StoreError }
        }
    }

    /// Reads rows until its task ends.
    func read() async {
        await RowReadService(
            accounts: accounts,
            source: connections,
            status: status,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).run()
    }
}

// MARK: - What tests ask

extension KeptCache {
    var freshness: Freshness { accounts.update { cache, _ in cache.freshness } }
    var report: KeeperReport { status.report }
    /// Why the keeper has given up.
    var end: StoreError? { ended.withLock(\.self) }

    func ask(_ token: TokenHash) async -> Decision<Verdict> {
        await accounts.decideWaiting(token: token, endUserID: nil) { chain, _, _, _ in
            Verdict(isBlocked: chain.key.row.isBlocked, isFresh: chain.isFresh)
        }
    }

    /// What memory says, without a read.
    func glance(_ token: TokenHash) -> Decision<Verdict> {
        accounts.decide(token: token, endUserID: nil, now: SystemClock().now()) { chain, _, _ in
            Verdict(isBlocked: chain.key.row.isBlocked, isFresh: chain.isFresh)
        }
    }

    func untilFresh(_ source: Freshness.Source = .notices) async throws {
        try await until("fresh by \(source)") { freshness == .fresh(source) }
    }

    func until(_ decision: Decision<Verdict>, on token: TokenHash) async throws {
        try await until("\(decision)") { await ask(token) == decision }
    }

    /// Waits, and tells in the end how things are.
    private func until(_ what: String, holds condition: () async -> Bool) async throws {
        do {
            try await Poll.until(what, holds: condition)
        } catch {
            throw DaemonError("\(error); it is \(freshness), ended by \(end as Any): \(report)")
        }
    }
}
