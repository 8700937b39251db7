/// A page of rows whose own period is over, and how their spend is taken off.
struct ResetPage: Sendable {
    let kind: ResetKind
    let catalog: Catalog

    /// Rows that are locked at once.
    static let size = 500

    /// A row whose period is over.
    struct Due: Equatable, Sendable {
        var key: String
        var spend: Double
        var duration: String
        /// The column as the database prints it.
        var resetAt: String

        /// When the period ends that begins now; nil where nobody can read how long it is.
        func next(after now: Timestamp, _ calendar: ResetCalendar) -> Timestamp? {
            BudgetPeriod(duration)?.nextReset(after: now, calendar: calendar)
        }
    }

    /// The first rows that are due, locked in the order of their keys: but expired keys, which are
    /// passed by.
    func due(
        at now: Timestamp,
        after last: String,
        on connection: PostgresConnection
    ) throws(PostgresError) -> [Due] {
        let passedBy =
            kind == .key ? " AND NOT (expires IS NOT NULL AND expires <= $1::timestamp)" : ""
        let rows = try connection.execute(
            """
            SELECT \(key), spend, budget_duration, budget_reset_at
            FROM \(catalog.quoted(kind.table))
            WHERE budget_reset_at <= $1::timestamp AND budget_duration IS NOT NULL
                AND \(key) COLLATE "C" > $2\(passedBy)
            ORDER BY \(key) COLLATE "C" LIMIT \(Self.size) FOR NO KEY UPDATE
            """,
            [.text(now.postgres), .text(last)]
        )
        var due: [Due] = []
        for row in rows {
            due.append(
                Due(
                    key: try row.text(0),
                    spend: try row.optionalDouble(1) ?? 0,
                    duration: try row.text(2),
                    resetAt: try row.text(3)
                )
            )
        }
        return due
    }

    /// What goes off rows that are due.
    func amounts(
        _ rows: [Due],
        _ ended: EndedSpend,
        on connection: PostgresConnection
    ) throws(PostgresError) -> [Double] {
        try ended.amounts(
            of: rows.map { row in
                // An end that cannot be read is nobody's.
                let end = Timestamp(postgres: row.resetAt)
                let entity = end == nil ? nil : SpendEntity(kind, id: row.key, group: "")
                return (
                    EndedSpend.Row(entity: entity, spend: row.spend),
                    end ?? Timestamp(milliseconds: 0)
                )
            },
            on: connection
        )
    }

    /// How a row starts again.
    struct Reset: Sendable {
        var due: Due
        /// What goes off its spend.
        var amount: Double
        var next: Timestamp

        init(_ due: Due, _ amount: Double, next: Timestamp) {
            self.due = due
            self.amount = amount
            self.next = next
        }
    }

    /// Takes off what belongs to the period that is over, and sets the next end; a row whose end
    /// was moved meanwhile is left.
    ///
    /// What was booked since then stays: it belongs to the new period. Of a spend that is no finite
    /// number nothing can be taken off: that starts again at zero.
    func reset(
        _ rows: [Reset],
        on connection: PostgresConnection
    ) throws(PostgresError) -> Int {
        guard !rows.isEmpty else { return 0 }
        let odd = "('NaN', 'Infinity', '-Infinity')"
        return try connection.execute(
            """
            UPDATE \(catalog.quoted(kind.table)) t
            SET spend = CASE WHEN t.spend IN \(odd) OR u.spend IN \(odd) THEN 0
                    ELSE t.spend - u.spend END,
                budget_reset_at = u.next::timestamp
            FROM unnest($1::text[], $2::float8[], $3::text[], $4::text[])
                AS u (id, spend, was, next)
            WHERE t.\(key) = u.id AND t.budget_reset_at = u.was::timestamp
            """,
            [
                .textArray(rows.map(\.due.key)), .doubleArray(rows.map(\.amount)),
                .textArray(rows.map(\.due.resetAt)), .textArray(rows.map(\.next.postgres)),
            ]
        ).affectedRows
    }

    /// The one column of its key.
    private var key: String { kind.key[0] }
}
