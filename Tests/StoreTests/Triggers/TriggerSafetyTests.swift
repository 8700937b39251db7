import Store
import TestSupport
import Testing

@Suite("Triggers never disturb the proxy")
struct TriggerSafetyTests {
    private let key = "\"LiteLLM_VerificationToken\""
    private let team = "\"LiteLLM_TeamTable\""
    private let endUser = "\"LiteLLM_EndUserTable\""

    @Test func `an end user id of 9,000 characters is inserted and means the whole table`()
        async throws
    {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(endUser) (user_id) VALUES (repeat('x', 9000))
                UPDATE \(endUser) SET blocked = true
                DELETE FROM \(endUser)
                """
            )
            #expect(raised == [.table(.endUserTable), .table(.endUserTable)])
        }
    }

    @Test func `a payload of 7,900 bytes is sent, one more byte is the whole table`()
        async throws
    {
        try await WatchedDatabase.with { watched in
            let room = NoticePayload.maximumBytes - "1;EndUserTable;".utf8.count
            let raised = try await watched.notices(
                """
                INSERT INTO \(endUser) (user_id, blocked) VALUES (repeat('x', \(room)), true)
                INSERT INTO \(endUser) (user_id, blocked) VALUES (repeat('x', \(room + 1)), true)
                INSERT INTO \(endUser) (user_id, blocked) VALUES \
                (repeat('é', \(room / 2 + 1)), true)
                """
            )
            let longest = String(repeating: "x", count: room)
            #expect(
                raised == [
                    .row(.endUserTable, key: [longest]), .table(.endUserTable),
                    .table(.endUserTable),
                ]
            )
        }
    }

    @Test func `an error inside becomes the whole table and the statement succeeds`()
        async throws
    {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                ALTER TABLE \(endUser) ALTER spend DROP DEFAULT, ALTER spend TYPE text
                INSERT INTO \(endUser) (user_id, blocked, spend) VALUES ('x', true, 'much')
                UPDATE \(endUser) SET spend = 'more'
                """
            )
            #expect(raised == [.row(.endUserTable, key: ["x"]), .table(.endUserTable)])
            #expect(try await watched.database.value("SELECT spend FROM \(endUser)") == "more")
        }
    }

    @Test func `a role that may not even notify writes undisturbed`() async throws {
        let role = TestDirectory.uniqueName("r")
        try await WatchedDatabase.with { watched in
            try await watched.database.execute(
                script: """
                    CREATE ROLE \(role);
                    GRANT ALL ON \(team) TO \(role);
                    REVOKE EXECUTE ON FUNCTION pg_notify(text, text) FROM PUBLIC
                    """
            )
            let raised = try await watched.notices(
                "INSERT INTO \(team) (team_id) VALUES ('t1')",
                as: role
            )
            #expect(raised.isEmpty)
            #expect(try await watched.database.value("SELECT team_id FROM \(team)") == "t1")
            try await watched.database.execute("DROP OWNED BY \(role)")
            try await watched.database.execute("DROP ROLE \(role)")
        }
    }

    @Test func `a role with no right but on the table fires the trigger`() async throws {
        let role = TestDirectory.uniqueName("r")
        try await WatchedDatabase.with { watched in
            try await watched.database.execute(
                script: """
                    CREATE ROLE \(role);
                    GRANT ALL ON \(team) TO \(role);
                    REVOKE ALL ON FUNCTION sidecar.notify_v1() FROM PUBLIC
                    """
            )
            let raised = try await watched.notices(
                """
                INSERT INTO \(team) (team_id) VALUES ('t1')
                UPDATE \(team) SET blocked = true
                TRUNCATE \(team)
                """,
                as: role
            )
            let row = NoticePayload.row(.teamTable, key: ["t1"])
            #expect(raised == [row, row, .table(.teamTable)])
            try await watched.database.execute("DROP OWNED BY \(role)")
            try await watched.database.execute("DROP ROLE \(role)")
        }
    }

    @Test func `no migration is blocked, and a new column is noticed`() async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(team) (team_id) VALUES ('t1')
                ALTER TABLE \(team) DROP COLUMN blocked
                ALTER TABLE \(team) ALTER COLUMN rpm_limit TYPE integer
                ALTER TABLE \(team) RENAME COLUMN tpm_limit TO tokens
                ALTER TABLE \(team) ADD COLUMN fresh text
                UPDATE \(team) SET spend = 1
                UPDATE \(team) SET fresh = 'x'
                UPDATE \(team) SET tokens = 4
                ALTER TABLE \(team) DROP COLUMN spend
                UPDATE \(team) SET fresh = 'y'
                """
            )
            let row = NoticePayload.row(.teamTable, key: ["t1"])
            #expect(raised == [row, row, row, row])
        }
    }

    @Test func `without its key column a row means the whole table`() async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                ALTER TABLE \(team) RENAME COLUMN team_id TO id
                INSERT INTO \(team) (id) VALUES ('t1')
                """
            )
            #expect(raised == [.table(.teamTable)])
        }
    }

    @Test func `a table can be dropped and renamed`() async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                DROP TABLE \(team)
                ALTER TABLE \(endUser) RENAME TO "Other"
                INSERT INTO "Other" (user_id, blocked) VALUES ('x', true)
                """
            )
            #expect(raised == [.row(.endUserTable, key: ["x"])])
            let problems = try await watched.check().health.problems(against: watched.catalog)
            #expect(Set(problems) == [.gone(.teamTable), .gone(.endUserTable)])
        }
    }

    @Test func `replicated and restored rows are noticed, too`() async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                SET session_replication_role = replica
                INSERT INTO \(team) (team_id) VALUES ('t1')
                UPDATE \(team) SET blocked = true
                TRUNCATE \(team)
                """
            )
            let row = NoticePayload.row(.teamTable, key: ["t1"])
            #expect(raised == [row, row, .table(.teamTable)])
        }
    }

    @Test func `a session's way of printing numbers hides no change`() async throws {
        try await WatchedDatabase.with { watched in
            let raised = try await watched.notices(
                """
                INSERT INTO \(team) (team_id, max_budget) VALUES ('t1', 10.4)
                SET extra_float_digits = -15
                UPDATE \(team) SET max_budget = 10.1
                """
            )
            #expect(raised.count == 2)
        }
    }
}
