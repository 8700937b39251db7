/// What is taken off rows whose period is over: what was spent until its end.
///
/// What was booked since then is the new period's, and stays. How much there was at the end says
/// whoever has looked first; of a row that nobody has looked at, all that is in it goes.
package struct EndedSpend: Sendable {
    /// An amount that is remembered.
    package typealias Known = DueReset<SpendEntity>.Known

    /// What is remembered of a row and an end here, perhaps before anybody has stored it.
    private let remembered: @Sendable (SpendEntity, Timestamp) -> Known?
    /// What is stored; nil where the tables of ours are not there.
    var table: DueResetTable?

    /// `remembered` is asked while the rows are locked, on the connection of the flush: so all that
    /// is in a row was looked at before.
    package init(remembered: @escaping @Sendable (SpendEntity, Timestamp) -> Known?) {
        self.remembered = remembered
    }

    /// Nothing is known but what is stored.
    package static let stored = EndedSpend { _, _ in nil }

    /// A row that is locked.
    struct Row: Sendable {
        /// nil for a kind of row that nobody but the proxy spends on.
        var entity: SpendEntity?
        /// What it has spent.
        var spend: Double
    }

    /// What goes off each of these rows.
    func amounts(
        of rows: [Row],
        endedAt end: Timestamp?,
        on connection: PostgresConnection
    ) throws(PostgresError) -> [Double] {
        guard let end else { return rows.map(\.spend) }
        return try amounts(of: rows.map { ($0, end) }, on: connection)
    }

    /// What goes off each of these rows, whose periods ended at different times.
    func amounts(
        of rows: [(row: Row, end: Timestamp)],
        on connection: PostgresConnection
    ) throws(PostgresError) -> [Double] {
        let named = rows.compactMap { row, end in
            row.entity.map { (entity: $0, resetAt: end) }
        }
        var stored: [SpendEntity: Money] = [:]
        if let table, !named.isEmpty {
            for entry in try table.read(named, on: connection) {
                stored[entry.entity] = entry.amount
            }
        }
        return rows.map { row, end in
            guard let entity = row.entity else { return row.spend }
            let known = remembered(entity, end)
            let amount = known?.isFirm == true ? known?.amount : stored[entity] ?? known?.amount
            return Self.part(amount, of: row.spend)
        }
    }

    /// All of it, to the last bit, unless there is surely more than the amount.
    private static func part(_ amount: Money?, of spend: Double) -> Double {
        guard let amount, let total = Money(dollars: spend), amount < total else { return spend }
        return max(amount, .zero).dollars
    }
}
