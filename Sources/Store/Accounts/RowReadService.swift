import ServiceLifecycle

/// Reads the rows that requests and notices ask for: many ids in one statement.
///
/// While the statements of a table are under way, further ids pile up for the next one; so under
/// load the batches grow, and the number of statements does not.
package struct RowReadService: Service {
    private let accounts: Accounts
    private let source: StoreConnections
    private let inFlight = Locked([CachedTable: Int]())

    /// Statements of one table that run at once.
    package static let statementsPerTable = 2

    package init(accounts: Accounts, source: StoreConnections) {
        self.accounts = accounts
        self.source = source
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
            let woken = accounts.update { cache, _ in cache.finishReads(batch, rows: rows) }
            accounts.resume(woken, .answered)
            if Row.cachedTable == .keys { accounts.reportKeyMoves() }
        } catch {
            let woken = accounts.update { cache, now in cache.failReads(batch, now: now) }
            accounts.resume(woken, .failed)
        }
    }
}
