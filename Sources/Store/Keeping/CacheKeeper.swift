package import Logging
import ServiceLifecycle

/// Keeps the cache current: looks at the database, loads it, listens, proves, and starts over
/// when anything of that breaks.
///
/// One session after the other. Each begins by looking at the database anew, since what is there
/// after an outage may be another server, or other tables.
package struct CacheKeeper: Service {
    let accounts: Accounts
    let connections: StoreConnections
    let status: KeeperStatus
    let clock: any MomentSource
    let logger: Logger
    /// Waited for in each session before rows are read, once the tables are attached.
    package var databaseReached: @Sendable () async throws(StoreError) -> Void = {}

    var settings: StoreSettings { connections.settings }
    /// Reads whole tables, also when it is asked for from outside.
    package var loader: TableLoader {
        TableLoader(accounts: accounts, connections: connections, clock: clock, logger: logger)
    }

    package init(
        accounts: Accounts,
        connections: StoreConnections,
        status: KeeperStatus,
        clock: any MomentSource = SystemClock(),
        logger: Logger
    ) {
        self.accounts = accounts
        self.connections = connections
        self.status = status
        self.clock = clock
        self.logger = logger
    }

    /// Ends with its task, or when the first look shows a database that cannot be served.
    /// - Throws: `StoreError` of kind `.misconfigured`, before the first full read only.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await keep() }
        } catch is CancellationError {
            return
        }
    }

    private func keep() async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await keepTime() }
            group.addTask { try await keepSessions() }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Lets time pass: grace ends, and what could not be read is tried again.
    private func keepTime() async throws {
        while true {
            try await SharedTick.sleep(for: Self.tick)
            let wakesReader = accounts.update { cache, now in
                cache.currency.tick(now: now)
                return cache.freshness.isFresh && cache.retryFailedReads()
            }
            if wakesReader { accounts.wakeReader() }
        }
    }

    private func keepSessions() async throws {
        var backoff = Backoff()
        while !Task.isCancelled {
            status.update { $0.sessionCount += 1 }
            let loadsBefore = status.report.loadCount
            connections.renew()
            let error = await unlessOutdated { await session() } ?? .otherConnections
            try Task.checkCancellation()
            let isPolling = accounts.update { cache, _ in cache.freshness == .fresh(.polling) }
            if !isPolling || connections.areOutdated { lost(error) }
            if error.kind == .misconfigured, status.report.loadCount == 0 { throw error }
            if status.report.loadCount > loadsBefore { backoff.succeeded() }
            let pause = backoff.failed(jitter: .random(in: 0...1))
            await unlessOutdated { try? await Task.sleep(for: pause) }
        }
    }

    /// Does this until the settings ask for other connections.
    /// - Returns: nil if they do.
    @discardableResult
    private func unlessOutdated<T: Sendable>(
        _ body: @escaping @Sendable () async -> T
    ) async -> T? {
        await withTaskGroup(of: T?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await connections.untilOutdated()
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// Works with the database until something breaks.
    private func session() async -> StoreError {
        do throws(StoreError) {
            let catalog = try await discover()
            begin()
            let hindrance = try await attach(catalog)
            try await databaseReached()
            if let hindrance { return try await poll(because: hindrance) }
            switch await NoticeSession(keeper: self, catalog: catalog).run() {
            case .broken(let error): return error
            case .noNotices(let reason): return try await poll(because: reason)
            }
        } catch {
            return error
        }
    }

    private func discover() async throws(StoreError) -> Catalog {
        do {
            return try await connections.rediscover()
        } catch {
            throw StoreError(error)
        }
    }

    /// Rows of another database must not serve: not even as the last known ones.
    private func begin() {
        guard let origin = connections.origin else { return }
        let isOther = accounts.update { cache, now in cache.begin(on: origin, now: now) }
        guard isOther else { return }
        logger.notice("another database: what is in memory is given up")
    }

    /// Has the tables watched.
    /// - Returns: why notices cannot be used; nil if they can.
    private func attach(_ catalog: Catalog) async throws(StoreError) -> String? {
        guard settings.attaches else { return "attaching is switched off" }
        let outcome: AttachOutcome
        do {
            outcome = try await connections.loads.run { connection throws(PostgresError) in
                try TriggerInstaller(catalog).attach(on: connection)
            }
        } catch {
            throw StoreError(error)
        }
        switch outcome {
        case .attached:
            status.update { $0.isAttached = true }
            return nil
        case .incomplete(let report):
            return "not every table could be attached: \(report.unwatched)"
        case .notPermitted(let detail):
            guard try await isWatched(catalog) else {
                return "the role may not install triggers: \(detail)"
            }
            status.update { $0.isAttached = true }
            return nil
        case .newer(let version): return "a newer sidecar (version \(version)) watches these tables"
        }
    }

    /// Whether all triggers stand as this version makes them: somebody else may have attached.
    private func isWatched(_ catalog: Catalog) async throws(StoreError) -> Bool {
        do {
            return try await connections.loads.run { connection throws(PostgresError) in
                try TriggerHealth.read(on: connection, catalog).problems(against: catalog).isEmpty
            }
        } catch {
            throw StoreError(error)
        }
    }

    /// Notices cannot be had: reads whole tables again and again, and tries anew from time to time.
    func poll(because reason: String) async throws(StoreError) -> StoreError {
        logger.warning("polling", metadata: ["reason": "\(reason)"])
        status.update { report in
            report.problem = reason
            report.isAttached = false
        }
        let begin = clock.now()
        while clock.now().elapsed(since: begin) < Self.pollingSpell {
            let report = try await loader.loadAll()
            accounts.update { cache, _ in
                cache.currency.loaded(.polling, startedAt: report.startedAt)
            }
            status.update { $0.loaded(report) }
            try await pause(\.pollInterval, since: report.startedAt)
        }
        return StoreError(.unavailable, reason)
    }

    /// Waits for as long as a setting says, also where that changes meanwhile.
    /// - Throws: `.cancelled`.
    func pause(
        _ interval: any KeyPath<StoreSettings, Duration> & Sendable,
        since begin: Moment
    ) async throws(StoreError) {
        var hasSlept = false
        while true {
            let interval = settings[keyPath: interval]
            let rest = interval - clock.now().elapsed(since: begin)
            guard rest > .zero else { return }
            // The tick at which it was to wake lies a little before the end.
            if hasSlept, SharedTick.isOver(interval, rest: rest) { return }
            do {
                try await SharedTick.sleep(for: min(rest, Self.longestSleep))
            } catch {
                throw .cancelled
            }
            hasSlept = true
        }
    }

    private func lost(_ error: StoreError) {
        let before = accounts.update { cache, now in
            defer { cache.currency.lost(now: now) }
            return cache.freshness
        }
        let isNews = status.report.problem != error.message
        status.update { $0.problem = error.message }
        guard isNews || before.isFresh else { return }
        logger.error(
            "the database session has ended",
            metadata: ["reason": "\(error.message)"]
        )
    }

    private static let tick = Duration.seconds(1)
    /// How long it sleeps before it looks whether a setting has changed.
    private static let longestSleep = Duration.seconds(5)
    /// How long it polls before it tries to listen again.
    private static let pollingSpell = Duration.seconds(60)
}

extension KeeperReport {
    mutating func loaded(_ report: LoadReport) {
        lastLoad = report
        loadCount += 1
    }
}

extension AttachReport {
    /// The tables without notices, and why.
    fileprivate var unwatched: String {
        tables.filter { step in
            switch step.value {
            case .untouched, .installed, .repaired: false
            case .newer, .busy, .vanished: true
            }
        }
        .map { "\($0.key.rawValue): \($0.value)" }.sorted().joined(separator: ", ")
    }
}
