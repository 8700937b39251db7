import Store
import TestSupport
import Testing

@Suite("The flag of our own flush")
struct TriggerFlushFlagTests {
    private let team = "\"LiteLLM_TeamTable\""
    private let flag = """
        SELECT set_config('\(TriggerDefinition.Event.flushSetting)', \
        pg_current_xact_id()::text, true)
        """

    @Test func `a flagged transaction's updates raise nothing, whatever they change`()
        async throws
    {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(team) (team_id) VALUES ('t1')
                BEGIN; \(flag); UPDATE \(team) SET spend = 5; \
                UPDATE \(team) SET spend = 4, blocked = true; COMMIT
                """
            )
            #expect(raised == [.row(.teamTable, key: ["t1"])])
        }
    }

    @Test func `the function is not even called`() async throws {
        try await WatchedDatabase.with { watched in
            let calls = try await watched.database.run {
                [team, flag] (connection) throws(PostgresError) in
                try connection.execute("SET track_functions = 'all'")
                return try connection.transaction { (connection) throws(PostgresError) in
                    let count =
                        "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_xact_user_functions"
                    try connection.execute(flag)
                    try connection.execute("INSERT INTO \(team) (team_id) VALUES ('t1'), ('t2')")
                    let inserted = try connection.execute(count).only().int(0)
                    try connection.execute("UPDATE \(team) SET spend = 5")
                    return (inserted, try connection.execute(count).only().int(0))
                }
            }
            #expect(calls.0 == 2)
            #expect(calls.1 == 2)
        }
    }

    @Test func `inserts, deletes and TRUNCATE speak in spite of it`() async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                BEGIN; \(flag); INSERT INTO \(team) (team_id) VALUES ('t1'); COMMIT
                BEGIN; \(flag); DELETE FROM \(team); COMMIT
                BEGIN; \(flag); TRUNCATE \(team); COMMIT
                """
            )
            let row = NoticePayload.row(.teamTable, key: ["t1"])
            #expect(raised == [row, row, .table(.teamTable)])
        }
    }

    @Test(arguments: [
        "SET sidecar.flush = 'on'", "SET sidecar.flush = '1'", "SET sidecar.flush = ''",
        "SELECT set_config('sidecar.flush', pg_current_xact_id()::text, false)",
    ])
    func `a setting of session or role mutes no later transaction`(setting: String) async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(team) (team_id) VALUES ('t1')
                \(setting)
                UPDATE \(team) SET blocked = true
                """
            )
            #expect(raised.count == 2)
        }
    }

    @Test func `it ends with its transaction, and a savepoint keeps it`() async throws {
        try await WatchedDatabase.with { watched in
            let update = "UPDATE \(team) SET blocked = NOT blocked"
            let raised = try await watched.notices(
                """
                INSERT INTO \(team) (team_id) VALUES ('t1')
                BEGIN; \(flag); SAVEPOINT a; \(update); RELEASE a; COMMIT
                \(update)
                """
            )
            #expect(raised.count == 2)
        }
    }
}
