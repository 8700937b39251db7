import Logging
import Store

/// The store's parts, put together.
struct StoreParts: Sendable {
    let accounts: Accounts
    let connections: StoreConnections
    var keeper: CacheKeeper
    let reader: RowReadService
    let status: KeeperStatus

    init(_ settings: StoreSettings, logger: Logger) {
        accounts = Accounts(
            limits: settings.limits,
            pollInterval: settings.pollInterval,
            limitSettings: settings.limitSettings
        )
        connections = StoreConnections(settings)
        status = KeeperStatus()
        keeper = CacheKeeper(
            accounts: accounts,
            connections: connections,
            status: status,
            logger: logger
        )
        reader = RowReadService(
            accounts: accounts,
            source: connections,
            status: status,
            logger: logger
        )
    }

    /// Refuses settings that the rows in memory contradict.
    func check(_ settings: StoreSettings) throws(StoreError) {
        let held = accounts.update { cache, _ in cache.keys.rowCount }
        guard held > settings.limits.keys else { return }
        throw StoreError(
            .misconfigured,
            "cache.max_keys is \(settings.limits.keys), but \(held) keys are held",
            field: "cache.max_keys"
        )
    }

    /// Runs by other settings from now on.
    func apply(_ settings: StoreSettings) {
        accounts.update { cache, _ in
            cache.apply(settings.limits, pollInterval: settings.pollInterval)
        }
        connections.apply(settings)
    }
}
