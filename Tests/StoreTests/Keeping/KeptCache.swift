import Logging
import TestSupport

@testable import Store

/// A cache with all that keeps it current, at work on a database.
struct KeptCache: Sendable {
    let accounts: Accounts
    let connections: StoreConnections
    let status = KeeperStatus()

    private init(_ settings: StoreSettings) {
        accounts = Accounts(limits: settings.limits, pollInterval: settings.pollInterval)
        connections = StoreConnections(settings)
    }

    /// Keeps one while the body runs.
    static func with<T: Sendable>(
        _ settings: StoreSettings,
        _ body: (KeptCache) async throws -> T
    ) async throws -> T {
        let cache = KeptCache(settings)
        let keeper = CacheKeeper(
            accounts: cache.accounts,
            connections: cache.connections,
            status: cache.status,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let reader = RowReadService(accounts: cache.accounts, source: cache.connections)
        let result: Result<T, any Error> = await withTaskGroup { group in
            group.addTask { try? await keeper.run() }
            group.addTask { await reader.run() }
            defer { group.cancelAll() }
            do {
                return .success(try await body(cache))
            } catch {
                return .failure(error)
            }
        }
        await cache.connections.shutdown()
        return try result.get()
    }

    /// Waits until every change is heard of.
    func untilFresh() async throws {
        try await Poll.until("a fresh cache") {
            accounts.update { cache, _ in cache.freshness } == .fresh(.notices)
        }
    }

    /// Whether the key is blocked; nil where no row of it may be used.
    func isBlocked(_ token: TokenHash) async -> Bool? {
        let decision = await accounts.decideWaiting(token: token, endUserID: nil) { chain, _, _ in
            chain.key.row.isBlocked
        }
        guard case .decided(let isBlocked) = decision else { return nil }
        return isBlocked
    }

    /// Waits until the key is blocked, or not.
    func until(_ isBlocked: Bool, _ token: TokenHash) async throws {
        try await Poll.until("a key that is blocked: \(isBlocked)") {
            await self.isBlocked(token) == isBlocked
        }
    }
}
