package import Store
import Wire

/// Where the health methods look: everything that can be well or not.
package struct HealthSource: Sendable {
    let accounts: Accounts
    let connections: StoreConnections
    let keeper: KeeperStatus
    let journal: Journal
    let flusher: Flusher
    let instance: String
    let startedAt: Moment
    let clock: any MomentSource
    /// The user whose row counts what the proxy spends, where that is limited.
    let proxyUser: @Sendable () -> TextID?
    let sockets = ServedSockets()

    package init(
        accounts: Accounts,
        connections: StoreConnections,
        keeper: KeeperStatus,
        journal: Journal,
        flusher: Flusher,
        instance: String,
        clock: any MomentSource = SystemClock(),
        proxyUser: @escaping @Sendable () -> TextID?
    ) {
        self.accounts = accounts
        self.connections = connections
        self.keeper = keeper
        self.journal = journal
        self.flusher = flusher
        self.instance = instance
        self.clock = clock
        self.proxyUser = proxyUser
        startedAt = clock.now()
    }

    /// Since the start, in seconds.
    var uptime: Double { clock.now().elapsed(since: startedAt) / .seconds(1) }

    /// Whether requests can be decided now.
    var readiness: Readiness {
        var readiness = Readiness(
            freshness: accounts.update { cache, now in
                cache.currency.tick(now: now)
                return cache.freshness
            },
            problem: keeper.report.problem,
            missingSockets: sockets.missing
        )
        let status = journal.status
        readiness.add(status.intake)
        readiness.add(flusher.report)
        readiness.add(
            setAside: journal.aside.count,
            damaged: status.damaged,
            journal.recovery
        )
        let (open, bound) = accounts.update { cache, now in
            cache.withLimits { limits in
                limits.endDue(at: now.monotonicNanoseconds)
                return (limits.grantCount, limits.grantBound)
            }
        }
        readiness.add(grants: open, of: bound)
        if let id = proxyUser(),
            accounts.update({ cache, now in cache.isKnownAbsent(user: id, now: now) })
        {
            readiness.addMissingProxyUser(id.text)
        }
        return readiness
    }
}
