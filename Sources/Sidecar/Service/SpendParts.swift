import Logging
import ServiceLifecycle
import Store

/// The parts that take spend and book it, put together.
struct SpendParts: Sendable {
    let journal: Journal
    let flusher: Flusher
    let moves: KeyMoveService
    let limits: KeptLimitsService

    /// Opens the journal and counts what it holds, and what was used of limits; nobody is judged
    /// before.
    /// - Throws: `StoreError` or `JournalError` when the journal cannot be used.
    static func open(
        _ settings: Settings,
        _ state: StateDirectory,
        _ store: StoreParts,
        logger: Logger
    ) async throws -> SpendParts {
        let journal = try await OwnThread.run("journal-open") { () throws(StoreError) in
            try Journal.open(
                state.journal,
                asideDirectory: state.aside,
                instance: state.instance,
                settings: JournalSettings(settings.spend),
                logger: logger
            )
        }
        let flusher = Flusher(
            journal: journal,
            instance: state.instance,
            ledger: store.accounts,
            connections: store.connections,
            settings: FlushSettings(settings),
            logger: logger
        )
        let limits = KeptLimitsService(
            accounts: store.accounts,
            stateDirectory: state.path,
            logger: logger
        )
        await limits.restore()
        // What the journal knows of keys that moved holds for the limits, too.
        try await flusher.recover()
        return SpendParts(
            journal: journal,
            flusher: flusher,
            moves: KeyMoveService(
                accounts: store.accounts,
                journal: journal,
                flusher: flusher,
                logger: logger
            ),
            limits: limits
        )
    }
}

extension SpendParts: Service {
    /// Books until it is asked to stop, then once more, and closes the journal.
    func run() async {
        await flusher.run()
        await journal.close()
    }
}

extension JournalSettings {
    /// As the daemon's settings say.
    init(_ settings: Settings.Spend) {
        self.init()
        switch settings.durability {
        case .fsync: durability = .fsync
        case .write: durability = .write
        }
        maximumBytes = settings.journalMaximumBytes
        retention = settings.journalRetention
        idempotencyWindow = settings.idempotencyWindow
    }
}

extension FlushSettings {
    /// As the daemon's settings say, and the proxy's.
    init(_ settings: Settings) {
        self.init()
        interval = settings.spend.flushInterval
        events = settings.spend.flushEvents
        terms.writesLogs = !settings.proxy.disableSpendLogs
        terms.writesErrors = !settings.proxy.disableErrorLogs
        proxyBooksToo = settings.proxy.disableSpendUpdates == false
        switch settings.spend.errorLogs {
        case .spendLogs: terms.usesErrorTable = false
        case .table: terms.usesErrorTable = true
        }
    }
}
