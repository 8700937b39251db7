/// How the spend of a user within a team or an organization is raised.
struct MembershipTable: Sendable {
    let name: TableName
    /// The column of the team or organization; the other one is `user_id`.
    let group: String

    static let teamMembers = MembershipTable(name: .teamMembership, group: "team_id")
    static let organizationMembers = MembershipTable(
        name: .organizationMembership,
        group: "organization_id"
    )

    /// Raises rows; those of team members who have none yet are made, as the proxy makes them.
    ///
    /// - Returns: What the rows hold now.
    func raise(
        _ amounts: [MembershipID: Money],
        _ catalog: Catalog,
        on connection: PostgresConnection
    ) throws(PostgresError) -> [MembershipID: Money] {
        guard !amounts.isEmpty, catalog.has(name, "spend") else { return [:] }
        let ids = Array(amounts.keys)
        let table = catalog.quoted(name)
        let parameters: [PostgresValue] = [
            .textArray(ids.map(\.userID)), .textArray(ids.map(\.groupID)),
        ]
        try connection.execute(
            """
            SELECT FROM \(table) t
            WHERE (t.user_id, t.\(group)) IN (SELECT * FROM unnest($1::text[], $2::text[]))
            ORDER BY t.user_id COLLATE "C", t.\(group) COLLATE "C" FOR NO KEY UPDATE
            """,
            parameters
        )
        let rows = try connection.execute(
            makesRows(catalog) ? upsertSQL(table, catalog) : updateSQL(table),
            parameters + [.doubleArray(ids.map { amounts[$0]?.dollars })]
        )
        var spends: [MembershipID: Money] = [:]
        for row in rows {
            guard let spend = try row.optionalDouble(2).flatMap(Money.init(dollars:)) else {
                continue
            }
            let id = MembershipID(userID: try row.text(0), groupID: try row.text(1))
            spends[id] = spend
        }
        return spends
    }

    private func makesRows(_ catalog: Catalog) -> Bool {
        name == .teamMembership && catalog.has(.teamTable, "members_with_roles")
    }

    private func updateSQL(_ table: String) -> String {
        """
        UPDATE \(table) t SET spend = coalesce(t.spend, 0) + u.amount
        FROM unnest($1::text[], $2::text[], $3::float8[]) AS u (user_id, group_id, amount)
        WHERE t.user_id = u.user_id AND t.\(group) = u.group_id
        RETURNING t.user_id, t.\(group), t.spend
        """
    }

    /// A row is made only for somebody on the team's roster.
    private func upsertSQL(_ table: String, _ catalog: Catalog) -> String {
        let total = catalog.has(name, "total_spend")
        let changes =
            "spend = coalesce(t.spend, 0) + excluded.spend"
            + (total
                ? ", total_spend = greatest(t.total_spend, t.spend) + excluded.spend" : "")
        return """
            INSERT INTO \(table) AS t (user_id, team_id, spend\(total ? ", total_spend" : ""))
            SELECT u.user_id, u.team_id, u.amount\(total ? ", u.amount" : "")
            FROM unnest($1::text[], $2::text[], $3::float8[]) AS u (user_id, team_id, amount)
            WHERE EXISTS (
                    SELECT FROM \(table) m
                    WHERE m.user_id = u.user_id AND m.team_id = u.team_id)
                OR EXISTS (
                    SELECT FROM \(catalog.quoted(.teamTable)) r
                    WHERE r.team_id = u.team_id AND r.members_with_roles @> jsonb_build_array(
                        jsonb_build_object('user_id', u.user_id)))
            ORDER BY u.user_id COLLATE "C", u.team_id COLLATE "C"
            ON CONFLICT (user_id, team_id) DO UPDATE SET \(changes)
            RETURNING t.user_id, t.team_id, t.spend
            """
    }
}
