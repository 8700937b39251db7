/// A table whose rows have a budget period of their own, and how the spend of a period that is over
/// is taken off.
struct ResetTable: Sendable {
    let name: TableName
    let key: String
    /// Which rows are passed by, although their period is over.
    var exception: String?

    /// Keys but the expired ones, users, teams: in the proxy's order.
    static let all = [
        ResetTable(
            name: .verificationToken,
            key: "token",
            exception: "expires IS NOT NULL AND expires <= $1::timestamp"
        ),
        ResetTable(name: .userTable, key: "user_id"),
        ResetTable(name: .teamTable, key: "team_id"),
    ]

    /// A row whose period is over.
    struct Due: Equatable, Sendable {
        var key: String
        var spend: Double
        var duration: String
        /// The column as the database prints it.
        var resetAt: String
    }

    /// What it takes for such a row to be looked at: rows without a period never end one.
    func isIn(_ catalog: Catalog) -> Bool {
        ["spend", "budget_duration", "budget_reset_at"].allSatisfy { catalog.has(name, $0) }
    }

    /// The first rows that are due, locked in the order of their keys.
    func due(
        at now: Timestamp,
        after last: String,
        _ catalog: Catalog,
        on connection: PostgresConnection
    ) throws(PostgresError) -> [Due] {
        let rows = try connection.execute(
            """
            SELECT \(key), spend, budget_duration, budget_reset_at FROM \(catalog.quoted(name))
            WHERE budget_reset_at <= $1::timestamp AND budget_duration IS NOT NULL
                AND \(key) COLLATE "C" > $2\(exception.map { " AND NOT (\($0))" } ?? "")
            ORDER BY \(key) COLLATE "C" LIMIT \(ResetJob.pageSize) FOR NO KEY UPDATE
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

    /// Takes off what was read, and sets the next end; a row whose end was moved meanwhile is left.
    ///
    /// What is booked between the look and this stays: it belongs to the new period.
    func reset(
        _ rows: [(due: Due, next: Timestamp)],
        _ catalog: Catalog,
        on connection: PostgresConnection
    ) throws(PostgresError) -> Int {
        guard !rows.isEmpty else { return 0 }
        return try connection.execute(
            """
            UPDATE \(catalog.quoted(name)) t
            SET spend = t.spend - u.spend, budget_reset_at = u.next::timestamp
            FROM unnest($1::text[], $2::float8[], $3::text[], $4::text[])
                AS u (id, spend, was, next)
            WHERE t.\(key) = u.id AND t.budget_reset_at = u.was::timestamp
            """,
            [
                .textArray(rows.map(\.due.key)), .doubleArray(rows.map(\.due.spend)),
                .textArray(rows.map(\.due.resetAt)), .textArray(rows.map(\.next.postgres)),
            ]
        ).affectedRows
    }
}
