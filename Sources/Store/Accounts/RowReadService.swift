package import Logging
import ServiceLifecycle

/// Reads the rows that requests and notices ask for: many ids in one statement.
///
/// While the statements of a table are under way, further ids pile up for the next one; so under
/// load the batches grow, and the number of statements does not.
package struct RowReadService: Service {
    private let accounts: Accounts
    private let source: StoreConnections
    private let status: KeeperStatus
    private let logger: Logger
    private let inFlight = Locked([CachedTable: Int]())
    private let failures = Locked(ReadFailureState())

    /// Statements of one table that run at once.
    package static let statementsPerTable = 2
    /// Rows that are published under one lock.
    static let portion = 64

    /// Tells `status` and `logger` about rows that cannot be read.
    package init(
        accounts: Accounts,
        source: StoreConnections,
        status: KeeperStatus,
        logger: Logger
    ) {
        self.accounts = accounts
        self.source = source
        self.status = status
        self.logger = logger
    }

    package func run() async {
        await withDiscardingTaskGroup { group in
            for await _ in accounts.readRequests.cancelOnGracefulShutdown() {
                startReads(in: &group)
            }
        }
    }

    private func startReads(in group: inout DiscardingTaskGroup) {
        start(KeyRow.self, in: &group)
        start(DeprecatedKeyRow.self, in: &group)
        start(TeamRow.self, in: &group)
        start(ModelAliasesRow.self, in: &group)
        start(UserRow.self, in: &group)
        start(OrganizationRow.self, in: &group)
        start(TeamMembershipRow.self, in: &group)
        start(OrganizationMembershipRow.self, in: &group)
        start(EndUserRow.self, in: &group)
        start(BudgetRow.self, in: &group)
        start(ProxyModelRow.self, in: &group)
        start(AccessGroupRow.self, in: &group)
    }

    /// Starts statements until the table has as many as it may, or nothing is left to read.
    private func start<Row: StoredRow>(_ row: Row.Type, in group: inout DiscardingTaskGroup) {
        while let batch = takeBatch(of: row) {
            group.addTask {
                await read(batch)
                inFlight.withLock { $0[Row.cachedTable, default: 0] -= 1 }
                accounts.wakeReader()
            }
        }
    }

    private func takeBatch<Row: StoredRow>(of row: Row.Type) -> ReadBatch<Row>? {
        inFlight.withLock { inFlight in
            guard inFlight[Row.cachedTable, default: 0] < Self.statementsPerTable,
                let batch = accounts.update({ cache, _ in cache.takeReads(of: row) })
            else { return nil }
            inFlight[Row.cachedTable, default: 0] += 1
            return batch
        }
    }

    private func read<Row: StoredRow>(_ batch: ReadBatch<Row>) async {
        do {
            let rows = try await source.read { reader, connection throws(PostgresError) in
                try reader.rows(batch.ids, on: connection) as [Row]
            }
            finish(batch, batch.found(rows))
            if Row.cachedTable.provesKeyMoves { accounts.reportKeyMoves() }
            succeeded(Row.cachedTable)
        } catch {
            if error.isAboutRows, batch.ids.count > 1 {
                // One row spoils it: half by half the others are read.
                for half in batch.halves { await read(half) }
                return
            }
            let (woken, now) = accounts.update { cache, now in
                (cache.failReads(batch, now: now), now)
            }
            accounts.resume(woken, .failed)
            failed(batch, error, now)
        }
    }

    /// Publishes what was found, a portion at a time: a request waits for one of them at most.
    private func finish<Row: StoredRow>(_ batch: ReadBatch<Row>, _ found: [Row.ID: Cached<Row>]) {
        for portion in batch.portions(of: Self.portion) {
            let woken = accounts.update { cache, _ in cache.finishReads(portion, found: found) }
            accounts.resume(woken, .answered)
        }
    }

    private func failed<Row: StoredRow>(
        _ batch: ReadBatch<Row>,
        _ error: PostgresError,
        _ now: Moment
    ) {
        let table = Row.cachedTable
        let (isNews, count) = failures.withLock { failures in
            (failures.failed(table, rows: batch.ids.count, now: now), failures.count)
        }
        status.update { $0.failedReadCount = count }
        guard isNews else { return }
        logger.warning(
            "rows cannot be read",
            metadata: ["table": "\(table.rawValue)", "error": "\(error.message)"]
        )
    }

    private func succeeded(_ table: CachedTable) {
        let now = accounts.clock.now()
        guard let rows = failures.withLock({ $0.succeeded(table, now: now) }) else { return }
        logger.notice(
            "rows can be read again",
            metadata: ["table": "\(table.rawValue)", "count": "\(rows)"]
        )
    }
}

extension PostgresError {
    /// Whether other rows may well be readable: a value that cannot be taken, or not be given.
    fileprivate var isAboutRows: Bool {
        switch kind {
        case .invalidValue, .unreadable: true
        case .server: ["22", "54", "XX"].contains(sqlState?.classCode)
        case .invalidSettings, .connectionFailed, .connectionLost, .commitUnknown, .rolledBack,
            .cancelled, .standby, .identityMismatch, .misuse, .poolFull, .poolClosed:
            false
        }
    }
}
