/// What rows had spent when their resets became due, as it is stored: once for each end.
struct DueResetTable: Sendable {
    typealias Entry = DueReset<SpendEntity>.Entry

    /// Under which our rows stand.
    let databaseID: String

    /// Everything that is stored, the newest of a row first.
    func readAll(on connection: PostgresConnection) throws(PostgresError) -> [Entry] {
        try entries(
            "\(Self.select) WHERE d.database_id = $1 \(Self.newestFirst)",
            [.text(databaseID)],
            on: connection
        )
    }

    /// What was stored in the last so many seconds, by anybody.
    func readNew(
        within seconds: Int64,
        on connection: PostgresConnection
    ) throws(PostgresError) -> [Entry] {
        try entries(
            """
            \(Self.select)
            WHERE d.database_id = $1 AND d.noted_at > now() - $2 * interval '1 second'
            \(Self.newestFirst)
            """,
            [.text(databaseID), .int(seconds)],
            on: connection
        )
    }

    /// What is stored of these rows and ends.
    func read(
        _ rows: [(entity: SpendEntity, resetAt: Timestamp)],
        on connection: PostgresConnection
    ) throws(PostgresError) -> [Entry] {
        try entries(
            Self.selectNamed,
            keys(of: rows.map(\.entity), rows.map(\.resetAt)),
            on: connection
        )
    }

    /// Stores amounts where nobody has done so before, and says what is stored then.
    ///
    /// Only of resets that are due by the clock of the database as well. In one order, so that two
    /// daemons which store the same do not wait for each other in a circle.
    func store(
        _ entries: [Entry],
        on connection: PostgresConnection
    ) throws(PostgresError) -> [Entry] {
        let keys = keys(of: entries.map(\.entity), entries.map(\.resetAt))
        try connection.execute(
            """
            INSERT INTO \(SidecarSchema.dueReset)
                (database_id, kind, id, group_id, reset_at, picodollars)
            SELECT $1, u.kind, u.id, u.group_id, u.reset_at::timestamp, u.amount::numeric
            FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
                AS u (kind, id, group_id, reset_at, amount)
            WHERE u.reset_at::timestamp <= now() AT TIME ZONE 'UTC'
            ORDER BY u.kind, md5(u.id), md5(u.group_id), u.reset_at
            ON CONFLICT DO NOTHING
            """,
            keys + [.textArray(entries.map { String($0.amount.picodollars) })]
        )
        // Another statement, since one does not see what others have stored while it ran.
        return try self.entries(Self.selectNamed, keys, on: connection)
    }

    private func keys(of entities: [SpendEntity], _ ends: [Timestamp]) -> [PostgresValue] {
        [
            .text(databaseID), .textArray(entities.map(\.resetKind.rawValue)),
            .textArray(entities.map(\.ids.id)), .textArray(entities.map(\.ids.group)),
            .textArray(ends.map(\.postgres)),
        ]
    }

    private static let selectNamed = """
        \(select)
        JOIN unnest($2::text[], $3::text[], $4::text[], $5::text[])
            AS u (kind, id, group_id, reset_at)
            ON d.kind = u.kind AND md5(d.id) = md5(u.id)
                AND md5(d.group_id) = md5(u.group_id)
                AND d.reset_at = u.reset_at::timestamp
        WHERE d.database_id = $1
        """

    private static let select =
        "SELECT d.kind, d.id, d.group_id, d.reset_at, d.picodollars::text"
        + " FROM \(SidecarSchema.dueReset) d"

    /// Of several ends of a row the first one that is restored counts.
    private static let newestFirst = "ORDER BY d.noted_at DESC, d.reset_at DESC"

    private func entries(
        _ sql: String,
        _ parameters: [PostgresValue],
        on connection: PostgresConnection
    ) throws(PostgresError) -> [Entry] {
        var entries: [Entry] = []
        for row in try connection.execute(sql, parameters) {
            let kind = ResetKind(rawValue: try row.text(0))
            guard
                let entity = SpendEntity(kind, id: try row.text(1), group: try row.text(2)),
                let resetAt = Timestamp(postgres: try row.text(3)),
                let amount = Int128(try row.text(4))
            else { continue }
            entries.append(Entry(entity, resetAt: resetAt, amount: Money(picodollars: amount)))
        }
        return entries
    }
}

// MARK: - What is needed no more

extension DueResetTable {
    /// Removes amounts of ends that have moved since, and of rows that are gone.
    ///
    /// Of rows that nobody may start again the newest amount is kept as long as they are there.
    func sweep(
        _ catalog: Catalog,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        for kind in ResetKind.allCases where isStored(kind, in: catalog) {
            let columns = ["d.id", "d.group_id"].prefix(kind.key.count)
            let isRow = zip(kind.key, columns).map { "t.\($0) = \($1)" }
                .joined(separator: " AND ")
            try connection.execute(
                """
                DELETE FROM \(SidecarSchema.dueReset) d
                WHERE d.database_id = $1 AND d.kind = $2 AND NOT EXISTS (
                    SELECT FROM \(catalog.quoted(kind.table)) t\(tier(of: kind, catalog))
                    WHERE \(isRow) AND \(isNeeded(kind, catalog)))
                """,
                [.text(databaseID), .text(kind.rawValue)]
            )
        }
    }

    /// Whether amounts of such rows are stored.
    private func isStored(_ kind: ResetKind, in catalog: Catalog) -> Bool {
        switch kind {
        case .tag, .accessGroup, .project: false
        case .user, .endUser, .key, .team, .teamMember, .organization, .organizationMember:
            kind.hasOwnPeriod(in: catalog) || kind.hasTier(in: catalog)
        }
    }

    private func tier(of kind: ResetKind, _ catalog: Catalog) -> String {
        kind.hasTier(in: catalog)
            ? " LEFT JOIN \(catalog.quoted(.budgetTable)) b ON b.budget_id = t.budget_id" : ""
    }

    private func isNeeded(_ kind: ResetKind, _ catalog: Catalog) -> String {
        let (own, tier) = ("t.budget_reset_at", "b.budget_reset_at")
        switch kind {
        case .user, .team: return "\(own) = d.reset_at"
        case .key where !kind.hasTier(in: catalog): return "\(own) = d.reset_at"
        case .key:
            return "CASE WHEN t.budget_duration IS NULL THEN \(tier) ELSE \(own) END = d.reset_at"
        case .teamMember, .organization: return "\(tier) = d.reset_at"
        case .endUser, .organizationMember, .tag, .accessGroup, .project:
            return """
                NOT EXISTS (
                    SELECT FROM \(SidecarSchema.dueReset) n
                    WHERE n.database_id = d.database_id AND n.kind = d.kind AND n.id = d.id
                        AND n.group_id = d.group_id AND n.reset_at > d.reset_at)
                """
        }
    }
}

extension SpendEntity {
    /// The columns of its key; the second is empty where there is but one.
    fileprivate var ids: (id: String, group: String) {
        switch self {
        case .key(let token): (token.hex, "")
        case .user(let id), .team(let id), .organization(let id), .endUser(let id): (id.text, "")
        case .teamMember(let id), .organizationMember(let id): (id.userID, id.groupID)
        }
    }

    /// The same read back; nil for what is none.
    init?(_ kind: ResetKind?, id: String, group: String) {
        switch kind {
        case .key:
            guard let token = TokenHash(hex: id) else { return nil }
            self = .key(token)
        case .user: self = .user(TextID(id))
        case .team: self = .team(TextID(id))
        case .organization: self = .organization(TextID(id))
        case .endUser: self = .endUser(TextID(id))
        case .teamMember: self = .teamMember(MembershipID(userID: id, groupID: group))
        case .organizationMember:
            self = .organizationMember(MembershipID(userID: id, groupID: group))
        case .tag, .accessGroup, .project, nil: return nil
        }
    }
}
