/// Starts budgets again whose period is over: keys, users, teams, and budget rows with what hangs
/// on them.
///
/// Only one job may run on a database: the proxy's own conditions its write on the key alone, and
/// with two of them a row was seen to end below zero. Jobs of ours keep out of each other's way by
/// an advisory lock, and by naming the end that they saw in each write.
package struct ResetJob: Sendable {
    let catalog: Catalog
    let calendar: ResetCalendar
    let now: Timestamp

    /// Rows that are locked at once.
    static let pageSize = 500

    /// - Parameters:
    ///   - catalog: What the database has.
    ///   - calendar: By which the next end is found.
    ///   - now: What is over by then is due.
    package init(_ catalog: Catalog, calendar: ResetCalendar, now: Timestamp) {
        self.catalog = catalog
        self.calendar = calendar
        self.now = now
    }

    /// Goes through all tables, a transaction per page.
    ///
    /// - Throws: What the database says; what was done stays done, and the next round goes on.
    package func run(on connection: PostgresConnection) throws(PostgresError) -> ResetReport {
        var report = ResetReport()
        for table in ResetTable.all where table.isIn(catalog) {
            var last = ""
            while let reached = try page(table, after: last, &report, on: connection) {
                last = reached
            }
        }
        try tiers(&report, on: connection)
        return report
    }

    /// - Returns: the last key of the page; nil after the last page.
    private func page(
        _ table: ResetTable,
        after last: String,
        _ report: inout ResetReport,
        on connection: PostgresConnection
    ) throws(PostgresError) -> String? {
        let page = try exclusively(on: connection) { connection throws(PostgresError) in
            let due = try table.due(at: now, after: last, catalog, on: connection)
            let rows = due.compactMap { row in next(row).map { (due: row, next: $0) } }
            let count = try table.reset(rows, catalog, on: connection)
            return (due, unreadable: due.count - rows.count, count)
        }
        guard let (due, unreadable, count) = page else {
            report.isTakenByAnother = true
            return nil
        }
        report.unreadable += unreadable
        report.rows[table.name, default: 0] += count
        return due.count < Self.pageSize ? nil : due.last?.key
    }

    private func tiers(
        _ report: inout ResetReport,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        let tiers = ResetTier(catalog: catalog)
        for tier in try tiers.due(at: now, on: connection) {
            guard let next = next(tier) else {
                report.unreadable += 1
                continue
            }
            let isDone = try exclusively(on: connection) { connection throws(PostgresError) in
                try tiers.reset(tier, next: next, on: connection)
            }
            guard let isDone else {
                report.isTakenByAnother = true
                return
            }
            if isDone { report.rows[.budgetTable, default: 0] += 1 }
        }
    }

    private func next(_ due: ResetTable.Due) -> Timestamp? {
        BudgetPeriod(due.duration)?.nextReset(after: now, calendar: calendar)
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
