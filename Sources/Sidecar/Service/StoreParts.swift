import Logging
import Store

/// The store's parts, put together.
struct StoreParts: Sendable {
    let accounts: Accounts
    let connections: StoreConnections
    let keeper: CacheKeeper
    let reader: RowReadService
    let health: HealthSource

    init(_ settings: StoreSettings, instance: String, logger: Logger) {
        accounts = Accounts(limits: settings.limits, pollInterval: settings.pollInterval)
        connections = StoreConnections(settings)
        let status = KeeperStatus()
        keeper = CacheKeeper(
            accounts: accounts,
            connections: connections,
            status: status,
            logger: logger
        )
        reader = RowReadService(accounts: accounts, source: connections)
        health = HealthSource(
            accounts: accounts,
            connections: connections,
            keeper: status,
            instance: instance
        )
    }
}
