package import Logging

/// Reads whole tables into the cache, as a stream, a portion of rows at a time.
package struct TableLoader: Sendable {
    private let accounts: Accounts
    private let connections: StoreConnections
    private let clock: any MomentSource
    private let logger: Logger

    /// Rows that go into the cache under one lock: few enough to hold up nobody.
    package static let portion = 256
    /// A line in the log for so many rows.
    package static let rowsPerLogLine = 250_000

    package init(
        accounts: Accounts,
        connections: StoreConnections,
        clock: any MomentSource,
        logger: Logger
    ) {
        self.accounts = accounts
        self.connections = connections
        self.clock = clock
        self.logger = logger
    }

    /// Reads all cached tables, the small ones that others refer to first.
    ///
    /// - Throws: `.tooManyKeys` above the bound, else what the database says.
    package func loadAll() async throws(StoreError) -> LoadReport {
        try await load(Set(CachedTable.allCases))
    }

    /// Reads some of the tables.
    package func load(_ tables: Set<CachedTable>) async throws(StoreError) -> LoadReport {
        var report = LoadReport(startedAt: clock.now())
        for table in CachedTable.loadOrder where tables.contains(table) {
            try await load(table, into: &report)
        }
        report.seconds = clock.now().elapsed(since: report.startedAt) / .seconds(1)
        return report
    }

    private func load(
        _ table: CachedTable,
        into report: inout LoadReport
    ) async throws(StoreError) {
        switch table {
        case .keys: try await load(KeyRow.self, into: &report)
        case .deprecatedKeys: try await load(DeprecatedKeyRow.self, into: &report)
        case .teams: try await load(TeamRow.self, into: &report)
        case .modelAliases: try await load(ModelAliasesRow.self, into: &report)
        case .users: try await load(UserRow.self, into: &report)
        case .organizations: try await load(OrganizationRow.self, into: &report)
        case .teamMembers: try await load(TeamMembershipRow.self, into: &report)
        case .organizationMembers: try await load(OrganizationMembershipRow.self, into: &report)
        case .budgets: try await load(BudgetRow.self, into: &report)
        case .proxyModels: try await load(ProxyModelRow.self, into: &report)
        case .accessGroups: try await load(AccessGroupRow.self, into: &report)
        // Not held whole: each is read again when a request names it.
        case .endUsers: _ = accounts.update { $0.notice([], wholeTables: [.endUsers], now: $1) }
        }
    }

    private func load<Row: StoredRow>(
        _ row: Row.Type,
        into report: inout LoadReport
    ) async throws(StoreError) {
        do {
            let counts = try await connections.load { reader, connection throws(PostgresError) in
                try read(row, reader, connection)
            }
            report.rows[Row.cachedTable] = counts.rows
            report.changes[Row.cachedTable] = counts.changes
        } catch {
            throw StoreError(error)
        }
    }

    /// Runs on the connection's thread: what is noticed from here on is newer than the read.
    private func read<Row: StoredRow>(
        _ row: Row.Type,
        _ reader: TableReader,
        _ connection: PostgresConnection
    ) throws(PostgresError) -> (rows: Int, changes: Int) {
        let expected = try reader.count(of: row, on: connection)
        if Row.cachedTable == .keys { try check(expected) }
        let startedAt = accounts.update { cache, _ in
            cache.beginLoad(of: row, expectedRows: expected)
        }
        // What a failed read has brought stays; nothing of it is to come.
        defer { accounts.update { cache, _ in cache.closeLoad(of: row, startedAt: startedAt) } }
        var rows = 0
        var changes = 0
        try reader.allRows(portion: Self.portion, on: connection) { (portion: [Cached<Row>]) in
            changes += accounts.update { cache, _ in
                cache.applyLoad(portion, startedAt: startedAt)
            }
            if (rows + portion.count) / Self.rowsPerLogLine > rows / Self.rowsPerLogLine {
                logProgress(Row.cachedTable, rows + portion.count, of: expected)
            }
            rows += portion.count
        }
        changes += accounts.update { cache, _ in cache.endLoad(of: row, startedAt: startedAt) }
        // Rows that were being flushed have their spend read again.
        accounts.wakeReader()
        accounts.reportKeyMoves()
        return (rows, changes)
    }

    private func check(_ keys: Int) throws(PostgresError) {
        let limit = connections.settings.limits.keys
        guard keys > limit else { return }
        throw PostgresError(
            .invalidSettings,
            "the database holds \(keys) keys, more than cache.max_keys = \(limit): set "
                + "cache.max_keys to at least \(keys), about 1 KiB of memory each"
        )
    }

    private func logProgress(_ table: CachedTable, _ rows: Int, of expected: Int) {
        logger.info(
            "loading",
            metadata: [
                "table": "\(table.rawValue)", "rows": "\(rows)", "expected": "\(expected)",
            ]
        )
    }
}
