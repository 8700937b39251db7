import Store
import TestSupport

/// A proxy that books the same rows at the same time, in its own order of locks.
struct ProxyWriter: Sendable {
    let rows: FlushedRows
    let keys: [String]
    let users: [String]
    let teams: [String]

    /// Raises every row by one, table by table, each in a transaction of its own.
    func book(on connection: PostgresConnection) throws(PostgresError) {
        let catalog = rows.catalog
        for (table, key, ids) in [
            (TableName.userTable, "user_id", users), (.endUserTable, "user_id", users),
            (.verificationToken, "token", keys), (.teamTable, "team_id", teams),
        ] {
            try connection.transaction { (connection) throws(PostgresError) in
                for id in ids.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
                    try connection.execute(
                        "UPDATE \(catalog.quoted(table)) SET spend = spend + 1 WHERE \(key) = $1",
                        [.text(id)]
                    )
                }
            }
        }
        for team in teams { try bookMembers(of: team, on: connection) }
    }

    private func bookMembers(
        of team: String,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        try connection.transaction { (connection) throws(PostgresError) in
            try connection.execute(
                "SELECT pg_advisory_xact_lock(hashtext($1))",
                [.text(team)]
            )
            try connection.execute(
                """
                INSERT INTO \(rows.catalog.quoted(.teamMembership)) AS m
                    (user_id, team_id, spend, total_spend)
                SELECT u, $1, 1, 1 FROM unnest($2::text[]) AS u ORDER BY u COLLATE "C"
                ON CONFLICT (user_id, team_id) DO UPDATE SET spend = m.spend + 1,
                    total_spend = greatest(m.total_spend, m.spend) + 1
                """,
                [.text(team), .textArray(users)]
            )
        }
    }

    /// Changes each team's roster to what it is: under the lock, membership rows after the team's.
    func writeRosters(on connection: PostgresConnection) throws(PostgresError) {
        for team in teams {
            try connection.transaction { (connection) throws(PostgresError) in
                try connection.execute(
                    "SELECT pg_advisory_xact_lock(hashtext($1))",
                    [.text(team)]
                )
                try connection.execute(
                    "UPDATE \(rows.catalog.quoted(.teamTable)) "
                        + "SET members_with_roles = members_with_roles WHERE team_id = $1",
                    [.text(team)]
                )
                try connection.execute(
                    "UPDATE \(rows.catalog.quoted(.teamMembership)) SET budget_id = NULL "
                        + "WHERE team_id = $1",
                    [.text(team)]
                )
            }
        }
    }
}
