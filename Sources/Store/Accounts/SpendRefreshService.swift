package import Logging
import ServiceLifecycle

/// Reads again and again what others may have booked on the rows that requests are judged by.
///
/// It bounds by how much several daemons on one database can overrun a budget together.
package struct SpendRefreshService: Service {
    private let accounts: Accounts
    private let logger: Logger
    private let terms: @Sendable () -> Terms

    /// How it is done at this moment.
    package struct Terms: Sendable {
        /// How long spend by others may go unseen.
        package var interval: Duration
        /// The row that counts the proxy as a whole, where that is limited.
        package var proxyUser: TextID?

        package init(interval: Duration, proxyUser: TextID?) {
            self.interval = interval
            self.proxyUser = proxyUser
        }
    }

    /// `terms` is asked before each round.
    package init(
        accounts: Accounts,
        logger: Logger,
        terms: @escaping @Sendable () -> Terms
    ) {
        self.accounts = accounts
        self.logger = logger
        self.terms = terms
    }

    package func run() async {
        try? await cancelWhenGracefulShutdown {
            var hasWarned = false
            while true {
                let terms = terms()
                try await SharedTick.sleep(for: terms.interval)
                let wakesReader = accounts.update { cache, _ in
                    // Only while reads can succeed: else whoever waits for one would be told so.
                    cache.freshness.isFresh && cache.refreshSpend(proxyUser: terms.proxyUser)
                }
                if wakesReader { accounts.wakeReader() }
                if !hasWarned { hasWarned = warnsOfProxyUser(terms) }
            }
        }
    }

    /// Without the row that counts what the proxy spends, its budget limits nobody.
    private func warnsOfProxyUser(_ terms: Terms) -> Bool {
        guard let id = terms.proxyUser,
            accounts.update({ cache, now in cache.isKnownAbsent(user: id, now: now) })
        else { return false }
        logger.warning(
            "litellm_settings.max_budget limits nothing: its user has no row",
            metadata: ["user_id": "\(id.text)"]
        )
        return true
    }
}
