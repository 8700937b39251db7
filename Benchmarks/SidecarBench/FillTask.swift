import Store

/// Fills the database with keys of teams and users, without notices: the daemon is to be started
/// anew afterwards.
struct FillTask {
    private let target: BenchTarget

    init(_ target: BenchTarget) {
        self.target = target
    }

    /// Makes keys, one team per hundred and one user per ten of them, in one transaction.
    func run(keys: Int) async throws {
        let catalog = target.catalog
        let statements = [
            "INSERT INTO \(catalog.quoted(.teamTable)) (team_id, models) "
                + "SELECT 'team-' || n, '{gpt-4o}' FROM generate_series(0, $1 / 100) n "
                + "ON CONFLICT DO NOTHING",
            "INSERT INTO \(catalog.quoted(.userTable)) (user_id, max_budget) "
                + "SELECT 'user-' || n, 100 FROM generate_series(0, $1 / 10) n "
                + "ON CONFLICT DO NOTHING",
            "INSERT INTO \(catalog.quoted(.verificationToken)) "
                + "(token, key_name, key_alias, team_id, user_id, models, max_budget) "
                + "SELECT encode(sha256(('sk-bench-' || n)::bytea), 'hex'), 'sk-...' || n % 10000, "
                + "'alias-' || n, 'team-' || n / 100, 'user-' || n / 10, "
                + "'{gpt-4o,gpt-4o-mini}', 10 "
                + "FROM generate_series(1, $1) n ON CONFLICT DO NOTHING",
        ]
        try await target.writer.run { connection throws(PostgresError) in
            try connection.transaction { connection throws(PostgresError) in
                // Without triggers: a million notices in one transaction are nobody's case.
                try connection.execute("SET LOCAL session_replication_role = replica")
                for statement in statements {
                    try connection.execute(statement, [.int(Int64(keys))])
                }
            }
        }
        try await target.writer.run { connection throws(PostgresError) in
            _ = try connection.execute("VACUUM ANALYZE")
        }
        print("made \(keys) keys, \(keys / 100 + 1) teams, \(keys / 10 + 1) users")
    }
}
