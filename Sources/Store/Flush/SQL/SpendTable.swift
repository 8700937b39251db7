/// How the spend of rows with one primary key column is raised.
struct SpendTable: Sendable {
    let name: TableName
    let key: String
    /// Whether a row that is missing is made, as the proxy makes end users.
    var makesRows = false

    static let users = SpendTable(name: .userTable, key: "user_id")
    static let keys = SpendTable(name: .verificationToken, key: "token")
    static let teams = SpendTable(name: .teamTable, key: "team_id")
    static let organizations = SpendTable(name: .organizationTable, key: "organization_id")
    static let endUsers = SpendTable(name: .endUserTable, key: "user_id", makesRows: true)

    /// Raises rows, locking them in one order with everybody who sorts by id.
    ///
    /// - Returns: What the rows hold now, by their keys.
    func raise(
        _ amounts: [TextID: Money],
        lastActive: [TextID: Timestamp] = [:],
        _ catalog: Catalog,
        on connection: PostgresConnection
    ) throws(PostgresError) -> [TextID: Money] {
        guard !amounts.isEmpty, catalog.has(name, "spend") else { return [:] }
        let ids = Array(amounts.keys)
        let table = catalog.quoted(name)
        // An UPDATE from a sorted list locks in any order: it deadlocks with a sorted writer.
        try connection.execute(
            """
            SELECT FROM \(table) WHERE \(key) = ANY($1::text[])
            ORDER BY \(key) COLLATE "C" FOR NO KEY UPDATE
            """,
            [.textArray(ids.map(\.text))]
        )
        let rows = try connection.execute(
            makesRows ? upsertSQL(table, catalog) : updateSQL(table, catalog),
            [
                .textArray(ids.map(\.text)), .doubleArray(ids.map { amounts[$0]?.dollars }),
                .textArray(ids.map { lastActive[$0]?.postgres }),
            ]
        )
        var spends: [TextID: Money] = [:]
        for row in rows {
            guard let spend = try row.optionalDouble(1).flatMap(Money.init(dollars:)) else {
                continue
            }
            spends[TextID(try row.text(0))] = spend
        }
        return spends
    }

    private func updateSQL(_ table: String, _ catalog: Catalog) -> String {
        var changes = ["spend = coalesce(t.spend, 0) + u.amount"]
        if catalog.has(name, "total_spend") {
            changes.append("total_spend = coalesce(t.total_spend, 0) + u.amount")
        }
        if catalog.has(name, "last_active") {
            changes.append("last_active = greatest(t.last_active, u.seen::timestamp)")
        }
        return """
            UPDATE \(table) t SET \(changes.joined(separator: ", "))
            FROM unnest($1::text[], $2::float8[], $3::text[]) AS u (id, amount, seen)
            WHERE t.\(key) = u.id
            RETURNING t.\(key), t.spend
            """
    }

    private func upsertSQL(_ table: String, _ catalog: Catalog) -> String {
        """
        INSERT INTO \(table) AS t (\(key), spend)
        SELECT u.id, u.amount
        FROM unnest($1::text[], $2::float8[], $3::text[]) AS u (id, amount, seen)
        ORDER BY u.id COLLATE "C"
        ON CONFLICT (\(key)) DO UPDATE SET spend = coalesce(t.spend, 0) + excluded.spend
        RETURNING t.\(key), t.spend
        """
    }
}
