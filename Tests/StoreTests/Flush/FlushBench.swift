import Logging
import TestSupport

@testable import Store

/// What a daemon has for its flush, driven by hand: a journal, a memory, connections, a flusher.
struct FlushBench: Sendable {
    let database: TestDatabase
    let home: JournalHome
    let journal: Journal
    let ledger: RecordingLedger
    let connections: StoreConnections
    let flusher: Flusher
    let clock: ManualClock

    /// Runs a test on a database that our own `schema create` and `attach` made.
    static func with(
        _ settings: FlushSettings = FlushSettings(),
        journal: JournalSettings = JournalSettings(),
        home: JournalHome? = nil,
        _ body: (FlushBench) async throws -> Void
    ) async throws {
        try await WatchedDatabase.with { watched in
            try await with(watched.database, settings, journal: journal, home: home, body)
        }
    }

    /// Runs a test on a database that has the tables and is attached.
    static func with(
        _ database: TestDatabase,
        _ settings: FlushSettings = FlushSettings(),
        journal: JournalSettings = JournalSettings(),
        home: JournalHome? = nil,
        connection: ConnectionString? = nil,
        clock: ManualClock = ManualClock(),
        _ body: (FlushBench) async throws -> Void
    ) async throws {
        let bench = try FlushBench(
            database,
            settings,
            journal,
            home: home ?? JournalHome(),
            connection: connection,
            clock: clock
        )
        do {
            try await bench.start()
            try await body(bench)
            await bench.end()
        } catch {
            await bench.end()
            throw error
        }
        if !bench.ledger.misuses.isEmpty {
            throw TestPostgresError(bench.ledger.misuses.joined(separator: "; "))
        }
    }

    private init(
        _ database: TestDatabase,
        _ settings: FlushSettings,
        _ journalSettings: JournalSettings,
        home: JournalHome,
        connection: ConnectionString?,
        clock: ManualClock
    ) throws {
        self.database = database
        self.home = home
        self.clock = clock
        journal = try home.open(journalSettings)
        ledger = RecordingLedger()
        connections = StoreConnections(
            StoreSettings(database: connection ?? database.connection)
        )
        flusher = Flusher(
            journal: journal,
            instance: JournalHome.instance,
            ledger: ledger,
            connections: connections,
            settings: settings,
            clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func start() async throws {
        try await flusher.recover()
        _ = try await connections.rediscover()
    }

    private func end() async {
        await journal.close()
        await connections.shutdown()
    }

    /// A later start of the daemon on the same disk; this one's journal is closed first.
    func restarted(
        on database: TestDatabase? = nil,
        _ body: (FlushBench) async throws -> Void
    ) async throws {
        await journal.close()
        try await FlushBench.with(
            database ?? self.database,
            flusher.state.withLock(\.settings),
            home: home,
            clock: clock,
            body
        )
    }
}

// MARK: - What tests do

extension FlushBench {
    /// Takes an event as `spend.record` does.
    @discardableResult
    func record(
        _ event: SpendEvent,
        retry: SpendRetry? = nil
    ) async throws -> Int64 {
        let record = JournalRecord.event(event, retry: retry)
        return try await journal.append(record) { [ledger] in ledger.add(SpendCharges(record)) }
            .sequence
    }

    /// Takes many at once, in any order.
    func record(_ events: [SpendEvent]) async throws {
        try await withThrowingTaskGroup { group in
            for event in events {
                let record = JournalRecord.event(event, retry: nil)
                // Appends are taken up in the order of their calls only one by one.
                group.addTask { [journal, ledger] in
                    _ = try await journal.append(record) { ledger.add(SpendCharges(record)) }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Books what waits, as an operator asks for it who has mended what was wrong.
    @discardableResult
    func flush() async -> FlushReport {
        flusher.state.withLock { $0.flusher.retry() }
        return await flushOn()
    }

    /// Goes on booking, as the flush does by itself when it is due.
    @discardableResult
    func flushOn() async -> FlushReport {
        while await flusher.flushOnce() {}
        return flusher.report
    }

    /// The checkpoint as the database has it.
    func checkpoint() async throws -> Int64? {
        try await database.execute(
            "SELECT sequence FROM sidecar.checkpoint WHERE instance = $1",
            [.text(JournalHome.instance)]
        ).first?.int(0)
    }
}
