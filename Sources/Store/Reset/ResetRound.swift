/// One round of the job that starts budgets again whose period is over: keys, users, teams, and
/// budget rows with what hangs on them.
///
/// It goes step by step, a transaction each, so that whoever runs it lets others at the connection
/// in between. Only one job may run on a database: the proxy's own conditions its write on the key
/// alone, and with two of them a row was seen to end below zero. Jobs of ours keep out of each
/// other's way by an advisory lock, and by naming the end that they saw in each write.
package struct ResetRound: Sendable {
    let catalog: Catalog
    let calendar: ResetCalendar
    let endUserBudget: String?
    /// What is taken off.
    private var ended: EndedSpend
    /// What is over by then is due.
    private var now: Timestamp
    private var stage = Stage.clock
    /// What has been done so far.
    package private(set) var report = ResetReport()

    private enum Stage: Sendable {
        /// Nothing was done. Next: the first table.
        case clock
        /// Rows with a period of their own, of the kinds from this one on. Next: the next kind, or
        /// the tiers.
        case rows(ResetKind, after: String)
        /// All rows are done that have a period of their own. Next: the tiers, or done.
        case schema
        /// Tiers from this one on are looked for. Next: those that are due, or done.
        case tiers(ResetTier, after: String)
        /// These are due; of the first some pages may be done. Next: the next one, or more tiers.
        case tier(ResetTier, due: [ResetPage.Due], after: String)
        case done
    }

    /// - Parameters:
    ///   - catalog: What the database has.
    ///   - calendar: By which the next end is found.
    ///   - endUserBudget: The tier of end users that have none of their own.
    ///   - ended: What was spent until the ends of periods.
    ///   - now: What is over by then is due; never later than the database's own clock.
    package init(
        _ catalog: Catalog,
        calendar: ResetCalendar,
        endUserBudget: String? = nil,
        ended: EndedSpend = .stored,
        now: Timestamp
    ) {
        self.catalog = catalog
        self.calendar = calendar
        self.endUserBudget = endUserBudget
        self.ended = ended
        self.now = now
    }

    /// Whether nothing is left to do.
    package var isDone: Bool {
        switch stage {
        case .done: true
        case .clock, .rows, .schema, .tiers, .tier: false
        }
    }
}

extension ResetRound {
    /// Does the next step.
    ///
    /// What the database refuses is noted in the report, and the round goes on with the next table
    /// or tier: one row that cannot be written must not keep all others from starting again.
    ///
    /// - Throws: When the connection is of no use any more; what was done stays done.
    package mutating func step(on connection: PostgresConnection) throws(PostgresError) {
        do throws(PostgresError) {
            switch stage {
            case .clock: try begin(on: connection)
            case .rows(let kind, let last): try page(kind, after: last, on: connection)
            case .schema: try findSchema(on: connection)
            case .tiers(let tiers, let last): try findTiers(tiers, after: last, on: connection)
            case .tier(let tiers, let due, let last):
                try page(tiers, due, after: last, on: connection)
            case .done: break
            }
        } catch {
            guard error.kind == .server || error.kind == .rolledBack else { throw error }
            report.failures.append(error.message)
            skip()
        }
    }

    /// A clock of ours that jumps ahead must not end everybody's periods.
    private mutating func begin(on connection: PostgresConnection) throws(PostgresError) {
        let text = try connection.execute("SELECT now() AT TIME ZONE 'UTC'").only().text(0)
        guard let bound = Timestamp(postgres: text) else {
            throw PostgresError(.invalidValue, "the database does not say what time it is")
        }
        now = min(now, bound)
        ended.table = try SidecarPresence.databaseID(on: connection, catalog).map(
            DueResetTable.init
        )
        stage = stage(after: nil)
    }

    private mutating func page(
        _ kind: ResetKind,
        after last: String,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        let rows = ResetPage(kind: kind, catalog: catalog)
        // Nearly always nothing is due, which needs neither a transaction nor a lock.
        guard try !rows.due(at: now, after: last, on: connection).isEmpty else {
            stage = stage(after: kind)
            return
        }
        let page = try exclusively(on: connection) { connection throws(PostgresError) in
            let due = try rows.due(at: now, after: last, on: connection)
            let amounts = try rows.amounts(due, ended, on: connection)
            let readable = zip(due, amounts).compactMap { row, amount in
                row.next(after: now, calendar).map { ResetPage.Reset(row, amount, next: $0) }
            }
            let count = try rows.reset(readable, on: connection)
            return (due, unreadable: due.count - readable.count, count)
        }
        guard let (due, unreadable, count) = page else { return stop() }
        report.unreadable += unreadable
        report.rows[kind.table, default: 0] += count
        if due.count == ResetPage.size, let last = due.last?.key {
            stage = .rows(kind, after: last)
        } else {
            stage = stage(after: kind)
        }
    }

    /// The next kind of rows with a period of their own, then the tiers.
    private func stage(after kind: ResetKind?) -> Stage {
        let kinds = ResetKind.allCases.filter { $0.hasOwnPeriod(in: catalog) }
        let place = kind.flatMap(kinds.firstIndex).map { $0 + 1 } ?? 0
        return place < kinds.count ? .rows(kinds[place], after: "") : .schema
    }

    private mutating func findSchema(on connection: PostgresConnection) throws(PostgresError) {
        let databaseID = try SidecarPresence.databaseID(on: connection, catalog)
        report.lacksSchema = databaseID == nil
        let tiers = databaseID.map {
            ResetTier(catalog: catalog, databaseID: $0, ended: ended, endUserBudget: endUserBudget)
        }
        stage = tiers.map { .tiers($0, after: "") } ?? .done
    }

    private mutating func findTiers(
        _ tiers: ResetTier,
        after last: String,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        let found = try ResetTier.due(at: now, after: last, catalog, on: connection)
        let due = found.filter { $0.next(after: now, calendar) != nil }
        report.unreadable += found.count - due.count
        stage = found.last.map { .tier(tiers, due: due, after: $0.key) } ?? .done
    }

    private mutating func page(
        _ tiers: ResetTier,
        _ due: [ResetPage.Due],
        after last: String,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        guard let tier = due.first, let next = tier.next(after: now, calendar) else {
            stage = .tiers(tiers, after: last)
            return
        }
        var rows: [TableName: Int] = [:]
        let outcome = try exclusively(on: connection) { connection throws(PostgresError) in
            try tiers.page(tier, next: next, &rows, on: connection)
        }
        guard let outcome else { return stop() }
        report.rows.merge(rows, uniquingKeysWith: +)
        switch outcome {
        case .hasMore: return
        case .isDone: report.rows[.budgetTable, default: 0] += 1
        case .isGone: break
        }
        stage = .tier(tiers, due: Array(due.dropFirst()), after: last)
    }

    /// The step has failed: what it was about is passed by.
    private mutating func skip() {
        switch stage {
        case .rows(let kind, _): stage = stage(after: kind)
        case .tier(let tiers, let due, let last):
            stage = .tier(tiers, due: Array(due.dropFirst()), after: last)
        case .clock, .schema, .tiers, .done: stage = .done
        }
    }

    /// Another daemon is at it.
    private mutating func stop() {
        report.isTakenByAnother = true
        stage = .done
    }

    /// Runs a transaction while no other job of ours runs one on these tables.
    /// - Returns: nil where one does.
    private func exclusively<T>(
        on connection: PostgresConnection,
        _ body: (PostgresConnection) throws(PostgresError) -> T
    ) throws(PostgresError) -> T? {
        try connection.transaction { connection throws(PostgresError) -> T? in
            let isFree = try connection.execute(
                "SELECT pg_try_advisory_xact_lock(hashtext('sidecar.reset'), hashtext($1))",
                [.text("\(catalog.schema.rawValue).\(catalog.prefix.rawValue)")]
            ).only().bool(0)
            return isFree ? try body(connection) : nil
        }
    }
}
