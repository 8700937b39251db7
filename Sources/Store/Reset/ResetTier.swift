/// A budget row whose period is over, and the rows that hang on it: their spend is the tier's.
///
/// As the proxy does it: end users, keys without a period of their own, members of teams and
/// organizations start again at zero, and only the tier has a next end.
struct ResetTier: Sendable {
    let catalog: Catalog

    /// The tiers that are due.
    func due(
        at now: Timestamp,
        on connection: PostgresConnection
    ) throws(PostgresError) -> [ResetTable.Due] {
        guard catalog.has(.budgetTable, "budget_reset_at"),
            catalog.has(.budgetTable, "budget_duration")
        else { return [] }
        let rows = try connection.execute(
            """
            SELECT budget_id, budget_duration, budget_reset_at
            FROM \(catalog.quoted(.budgetTable))
            WHERE budget_reset_at <= $1::timestamp AND budget_duration IS NOT NULL
            ORDER BY budget_id COLLATE "C" LIMIT \(ResetJob.pageSize)
            """,
            [.text(now.postgres)]
        )
        var due: [ResetTable.Due] = []
        for row in rows {
            due.append(
                ResetTable.Due(
                    key: try row.text(0),
                    spend: 0,
                    duration: try row.text(1),
                    resetAt: try row.text(2)
                )
            )
        }
        return due
    }

    /// Starts one tier again, within a transaction.
    /// - Returns: whether nobody else had done so.
    func reset(
        _ tier: ResetTable.Due,
        next: Timestamp,
        on connection: PostgresConnection
    ) throws(PostgresError) -> Bool {
        let moved = try connection.execute(
            """
            UPDATE \(catalog.quoted(.budgetTable)) SET budget_reset_at = $3::timestamp
            WHERE budget_id = $1 AND budget_reset_at = $2::timestamp
            """,
            [.text(tier.key), .text(tier.resetAt), .text(next.postgres)]
        ).affectedRows
        guard moved == 1 else { return false }
        for dependents in Self.dependents where catalog.has(dependents.table, "budget_id") {
            try zero(dependents, tier.key, on: connection)
        }
        return true
    }

    /// Rows that refer to a tier, in the order in which the flush locks their tables.
    private struct Dependents {
        let table: TableName
        let order: String
        var condition = ""
    }

    private static let dependents = [
        Dependents(table: .endUserTable, order: "user_id COLLATE \"C\""),
        Dependents(
            table: .verificationToken,
            order: "token COLLATE \"C\"",
            condition: " AND budget_duration IS NULL"
        ),
        Dependents(
            table: .teamMembership,
            order: "user_id COLLATE \"C\", team_id COLLATE \"C\""
        ),
        Dependents(table: .organizationTable, order: "organization_id COLLATE \"C\""),
    ]

    private func zero(
        _ dependents: Dependents,
        _ tier: String,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        let table = catalog.quoted(dependents.table)
        let rows = "budget_id = $1 AND spend <> 0\(dependents.condition)"
        try connection.execute(
            "SELECT FROM \(table) WHERE \(rows) ORDER BY \(dependents.order) FOR NO KEY UPDATE",
            [.text(tier)]
        )
        let total =
            dependents.table == .teamMembership && catalog.has(.teamMembership, "total_spend")
            ? ", total_spend = greatest(total_spend, spend)" : ""
        try connection.execute(
            "UPDATE \(table) SET spend = 0\(total) WHERE \(rows)",
            [.text(tier)]
        )
    }
}
