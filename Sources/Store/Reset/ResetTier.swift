/// A budget row whose period is over, and the rows that hang on it: their spend is the tier's.
///
/// As with the proxy only the tier has a next end; unlike there what was spent since the last one
/// stays. The rows go in pages, and the tier's end moves after the last one. How far it has come
/// stands in a table of ours and moves in the transaction of each page: whoever goes on after a
/// crash touches no row twice.
struct ResetTier: Sendable {
    let catalog: Catalog
    /// Under which our own rows stand.
    let databaseID: String
    /// What is taken off.
    var ended = EndedSpend.stored
    /// The tier of end users that have none of their own; nil for no such.
    var endUserBudget: String?

    /// What one page came to.
    enum Outcome: Equatable, Sendable {
        /// Some rows hang on it still.
        case hasMore
        /// Its end was moved.
        case isDone
        /// Somebody else has moved its end.
        case isGone
    }

    /// Which kinds of rows can hang on a tier, in the order in which they are gone through.
    var kinds: [ResetKind] { ResetKind.allCases.filter { $0.hasTier(in: catalog) } }
}

extension ResetTier {
    /// The first tiers that are due.
    static func due(
        at now: Timestamp,
        after last: String,
        _ catalog: Catalog,
        on connection: PostgresConnection
    ) throws(PostgresError) -> [ResetPage.Due] {
        guard catalog.has(.budgetTable, "budget_reset_at"),
            catalog.has(.budgetTable, "budget_duration")
        else { return [] }
        let rows = try connection.execute(
            """
            SELECT budget_id, budget_duration, budget_reset_at
            FROM \(catalog.quoted(.budgetTable))
            WHERE budget_reset_at <= $1::timestamp AND budget_duration IS NOT NULL
                AND budget_id COLLATE "C" > $2
            ORDER BY budget_id COLLATE "C" LIMIT \(ResetPage.size)
            """,
            [.text(now.postgres), .text(last)]
        )
        var due: [ResetPage.Due] = []
        for row in rows {
            due.append(
                ResetPage.Due(
                    key: try row.text(0),
                    spend: 0,
                    duration: try row.text(1),
                    resetAt: try row.text(2)
                )
            )
        }
        return due
    }

    /// Starts the next rows of a tier again, within a transaction; after the last ones the tier.
    func page(
        _ tier: ResetPage.Due,
        next: Timestamp,
        _ zeroed: inout [TableName: Int],
        on connection: PostgresConnection
    ) throws(PostgresError) -> Outcome {
        var progress = try progress(of: tier, on: connection)
        guard try isDue(tier, on: connection) else {
            try forget(tier, on: connection)
            return .isGone
        }
        var room = ResetPage.size
        for kind in kinds[progress.finished...] {
            let page = try reset(kind, tier, progress.last, room, on: connection)
            zeroed[kind.table, default: 0] += page.count
            if page.count == room {
                progress.last = page.last
                try note(progress, of: tier, on: connection)
                return .hasMore
            }
            room -= page.count
            progress.finished += 1
            progress.last = []
        }
        try forget(tier, on: connection)
        let moved = try connection.execute(
            """
            UPDATE \(catalog.quoted(.budgetTable)) SET budget_reset_at = $3::timestamp
            WHERE budget_id = $1 AND budget_reset_at = $2::timestamp
            """,
            [.text(tier.key), .text(tier.resetAt), .text(next.postgres)]
        ).affectedRows
        // Moved just now by somebody else: then the rows are as they were, too.
        guard moved == 1 else { throw Self.movedMeanwhile }
        return .isDone
    }

    private static let movedMeanwhile = PostgresError(.rolledBack, "a tier was changed meanwhile")

    private func isDue(
        _ tier: ResetPage.Due,
        on connection: PostgresConnection
    ) throws(PostgresError) -> Bool {
        try !connection.execute(
            """
            SELECT FROM \(catalog.quoted(.budgetTable))
            WHERE budget_id = $1 AND budget_reset_at = $2::timestamp
            """,
            [.text(tier.key), .text(tier.resetAt)]
        ).isEmpty
    }
}

// MARK: - The rows that hang on it

extension ResetTier {
    /// Starts the first rows of a kind after a key again.
    ///
    /// The page is cut along the primary key's index, so that all pages together read it once; its
    /// rows are locked in the order in which everybody locks them.
    ///
    /// - Returns: how many these were, and the key of the last.
    private func reset(
        _ kind: ResetKind,
        _ tier: ResetPage.Due,
        _ last: [String],
        _ limit: Int,
        on connection: PostgresConnection
    ) throws(PostgresError) -> (count: Int, last: [String]) {
        let keys = kind.key.joined(separator: ", ")
        let places = kind.key.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
        let rows = try connection.execute(
            """
            SELECT \(keys) FROM \(catalog.quoted(kind.table))
            WHERE (\(condition(kind, tier.key))) AND spend <> 0
                \(last.isEmpty ? "" : "AND (\(keys)) > (\(places))")
            ORDER BY \(keys) LIMIT \(limit)
            """,
            [.text(tier.key)] + last.map { .text($0) }
        )
        guard !rows.isEmpty else { return (0, []) }
        let columns = try Self.columns(of: rows, kind)
        try reset(kind, tier, columns, on: connection)
        return (rows.count, columns.compactMap(\.last))
    }

    /// Locks the rows with these keys, and takes off what belongs to the period that is over.
    private func reset(
        _ kind: ResetKind,
        _ tier: ResetPage.Due,
        _ columns: [[String]],
        on connection: PostgresConnection
    ) throws(PostgresError) {
        let table = catalog.quoted(kind.table)
        let keys = kind.key.joined(separator: ", ")
        let arrays = kind.key.indices.map { "$\($0 + 2)::text[]" }.joined(separator: ", ")
        let order = kind.key.map { "\($0) COLLATE \"C\"" }.joined(separator: ", ")
        let locked = try connection.execute(
            """
            SELECT \(keys), spend FROM \(table)
            WHERE (\(keys)) IN (SELECT * FROM unnest(\(arrays))) AND (\(condition(kind, tier.key)))
            ORDER BY \(order) FOR NO KEY UPDATE
            """,
            [.text(tier.key)] + columns.map { PostgresValue.textArray($0) }
        )
        var found: [EndedSpend.Row] = []
        for row in locked {
            let group = kind.key.count > 1 ? try row.text(1) : ""
            let entity = SpendEntity(kind, id: try row.text(0), group: group)
            let spend = try row.optionalDouble(kind.key.count) ?? 0
            found.append(EndedSpend.Row(entity: entity, spend: spend))
        }
        let end = Timestamp(postgres: tier.resetAt)
        let amounts = try ended.amounts(of: found, endedAt: end, on: connection)
        let odd = "('NaN', 'Infinity', '-Infinity')"
        let (names, count) = (kind.key.indices.map { "k\($0)" }, kind.key.count)
        try connection.execute(
            """
            UPDATE \(table) t
            SET spend = CASE WHEN t.spend IN \(odd) THEN 0 ELSE t.spend - u.amount END\(total(kind))
            FROM unnest(\(kind.key.indices.map { "$\($0 + 1)::text[]" }.joined(separator: ", ")),
                $\(count + 1)::float8[]) AS u (\(names.joined(separator: ", ")), amount)
            WHERE \(zip(kind.key, names).map { "t.\($0) = u.\($1)" }.joined(separator: " AND "))
            """,
            try Self.columns(of: locked, kind).map { PostgresValue.textArray($0) }
                + [.doubleArray(amounts)]
        )
    }

    private static func columns(
        of rows: ResultRows,
        _ kind: ResetKind
    ) throws(PostgresError) -> [[String]] {
        var columns = [[String]](repeating: [], count: kind.key.count)
        for row in rows {
            for column in columns.indices { columns[column].append(try row.text(column)) }
        }
        return columns
    }

    /// Which rows of a kind hang on the tier `$1`: keys only without a period of their own.
    private func condition(_ kind: ResetKind, _ tier: String) -> String {
        switch kind {
        case .key:
            catalog.has(.verificationToken, "budget_duration")
                ? "budget_id = $1 AND budget_duration IS NULL" : "budget_id = $1"
        case .endUser where tier == endUserBudget: "budget_id = $1 OR budget_id IS NULL"
        case .endUser, .user, .team, .teamMember, .organization, .organizationMember, .tag,
            .accessGroup, .project:
            "budget_id = $1"
        }
    }

    private func total(_ kind: ResetKind) -> String {
        kind == .teamMember && catalog.has(.teamMembership, "total_spend")
            ? ", total_spend = greatest(t.total_spend, t.spend)" : ""
    }
}

// MARK: - How far it has come

extension ResetTier {
    private struct Progress {
        /// Kinds that are done.
        var finished = 0
        /// The key of the last row of the one after them.
        var last: [String] = []
    }

    /// Where an earlier page of the same end has stopped, by whomever.
    private func progress(
        of tier: ResetPage.Due,
        on connection: PostgresConnection
    ) throws(PostgresError) -> Progress {
        let found = try connection.execute(
            """
            SELECT kind, last FROM \(SidecarSchema.tierReset)
            WHERE database_id = $1 AND budget_id = $2 AND reset_at = $3::timestamp FOR UPDATE
            """,
            [.text(databaseID), .text(tier.key), .text(tier.resetAt)]
        ).first
        guard let found else { return Progress() }
        let kind = try found.text(0)
        guard let place = kinds.firstIndex(where: { $0.rawValue == kind }) else {
            return Progress()
        }
        return Progress(finished: place, last: try found.textArray(1))
    }

    private func note(
        _ progress: Progress,
        of tier: ResetPage.Due,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO \(SidecarSchema.tierReset) (database_id, budget_id, reset_at, kind, last)
            VALUES ($1, $2, $3::timestamp, $4, $5)
            ON CONFLICT (database_id, budget_id) DO UPDATE
            SET reset_at = excluded.reset_at, kind = excluded.kind, last = excluded.last
            """,
            [
                .text(databaseID), .text(tier.key), .text(tier.resetAt),
                .text(kinds[progress.finished].rawValue), .textArray(progress.last),
            ]
        )
    }

    private func forget(
        _ tier: ResetPage.Due,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        try connection.execute(
            "DELETE FROM \(SidecarSchema.tierReset) WHERE database_id = $1 AND budget_id = $2",
            [.text(databaseID), .text(tier.key)]
        )
    }
}
