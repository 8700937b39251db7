import Store
import TestSupport
import Testing

@Suite("Attaching triggers")
struct TriggerInstallerTests {
    private let team = "\"LiteLLM_TeamTable\""

    @Test func `a new database gets all its triggers, and check finds them right`() async throws {
        try await WatchedDatabase.withCreated { watched in
            let before = try await watched.check()
            #expect(!before.isRight)
            #expect(!before.presence.hasSchema)
            #expect(Set(before.tables.values) == [.missing])

            let outcome = try await watched.attach()
            guard case .attached(let report) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(Set(report.tables.keys) == Set(watched.catalog.cachedTables))
            #expect(Set(report.tables.values) == [.installed])
            #expect(report.channel == watched.channel)

            let after = try await watched.check()
            #expect(after.isRight)
            #expect(after.presence.attachment?.databaseID == report.databaseID)
            #expect(after.presence.attachment?.version == TriggerFunction.version)
        }
    }

    @Test func `a second attach writes nothing`() async throws {
        try await WatchedDatabase.with { watched in
            let versions = """
                SELECT md5(string_agg(v, ',' ORDER BY v)) FROM (
                    SELECT 't' || oid || xmin || tgname AS v FROM pg_trigger
                    UNION ALL SELECT 'p' || oid || xmin FROM pg_proc
                    UNION ALL SELECT 'c' || oid || xmin FROM pg_class
                    UNION ALL SELECT 'a' || database_id || xmin FROM sidecar.attachment
                ) AS all_of_it
                """
            let before = try await watched.database.value(versions)
            guard case .attached(let report) = try await watched.attach() else {
                Issue.record("not attached")
                return
            }
            #expect(Set(report.tables.values) == [.untouched])
            #expect(try await watched.database.value(versions) == before)
        }
    }

    @Test func `what is right is not even locked`() async throws {
        try await WatchedDatabase.with { watched in
            let holder = try await LockHolder(
                watched.database,
                "LOCK TABLE \(team) IN ROW EXCLUSIVE MODE"
            )
            guard case .attached(let report) = try await watched.attach(limits: impatient) else {
                Issue.record("not attached")
                return
            }
            #expect(Set(report.tables.values) == [.untouched])
            try await holder.release()
        }
    }

    @Test(arguments: [
        ("DROP TRIGGER sidecar_update ON \"LiteLLM_TeamTable\"", TriggerState.missing),
        ("ALTER TABLE \"LiteLLM_TeamTable\" DISABLE TRIGGER USER", .disabled),
        ("ALTER TABLE \"LiteLLM_TeamTable\" ENABLE TRIGGER sidecar_truncate", .disabled),
        ("ALTER TRIGGER sidecar_update ON \"LiteLLM_TeamTable\" RENAME TO x", .missing),
        (
            """
            CREATE OR REPLACE TRIGGER sidecar_update AFTER UPDATE ON "LiteLLM_TeamTable"
            FOR EACH ROW EXECUTE FUNCTION sidecar.notify_v1('other', 'TeamTable', '', 'team_id')
            """, .different
        ),
        (
            """
            CREATE TRIGGER more AFTER DELETE ON "LiteLLM_TeamTable"
            FOR EACH ROW EXECUTE FUNCTION sidecar.notify_v1('c', 'TeamTable', '', 'team_id')
            """, .different
        ),
        (
            """
            CREATE FUNCTION sidecar.notify_v0() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE OR REPLACE TRIGGER sidecar_update AFTER UPDATE ON "LiteLLM_TeamTable"
            FOR EACH ROW EXECUTE FUNCTION sidecar.notify_v0()
            """, .outdated(version: 0)
        ),
    ])
    func `what is wrong on a table is seen and put right there alone`(
        damage: String,
        state: TriggerState
    ) async throws {
        try await WatchedDatabase.with { watched in
            try await watched.database.execute(script: damage)
            let damaged = try await watched.check()
            #expect(damaged.tables[.teamTable] == state)
            #expect(
                damaged.health.problems(against: watched.catalog) == [.triggers(.teamTable, state)]
            )
            guard case .attached(let report) = try await watched.attach() else {
                Issue.record("not attached")
                return
            }
            #expect(report.tables[.teamTable] == .repaired)
            #expect(
                report.tables.values.filter { $0 == .untouched }.count == report.tables.count - 1
            )
            #expect(try await watched.check().isRight)
            let raised = try await watched.notices(
                """
                INSERT INTO \(team) (team_id) VALUES ('t1')
                UPDATE \(team) SET blocked = true
                """
            )
            #expect(raised.count == 2)
        }
    }

    @Test(arguments: [
        """
        CREATE OR REPLACE FUNCTION sidecar.notify_v1() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN RETURN NULL; END'
        """,
        "ALTER FUNCTION sidecar.notify_v1() SECURITY DEFINER",
        "ALTER FUNCTION sidecar.notify_v1() RESET ALL",
    ])
    func `a function that is not ours word for word is replaced`(damage: String) async throws {
        try await WatchedDatabase.with { watched in
            try await watched.database.execute(script: damage)
            let damaged = try await watched.check()
            #expect(!damaged.presence.hasFunction)
            #expect(Set(damaged.tables.values) == [.different])
            guard case .attached(let report) = try await watched.attach() else {
                Issue.record("not attached")
                return
            }
            #expect(Set(report.tables.values) == [.untouched])
            #expect(try await watched.check().isRight)
        }
    }

    @Test func `a newer version's triggers are left alone`() async throws {
        try await WatchedDatabase.with { watched in
            try await watched.database.execute(
                script: """
                    CREATE FUNCTION sidecar.notify_v2() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN RETURN NULL; END';
                    CREATE OR REPLACE TRIGGER sidecar_update AFTER UPDATE ON \(team)
                    FOR EACH ROW EXECUTE FUNCTION sidecar.notify_v2()
                    """
            )
            guard case .incomplete(let report) = try await watched.attach() else {
                Issue.record("attached")
                return
            }
            #expect(report.tables[.teamTable] == .newer(version: 2))
            #expect(try await watched.check().tables[.teamTable] == .newer(version: 2))

            try await watched.database.execute("UPDATE sidecar.attachment SET version = 2")
            #expect(try await watched.attach() == .newer(version: 2))
            try await watched.database.execute(
                script: """
                    UPDATE sidecar.attachment SET version = 1;
                    UPDATE sidecar.meta SET layout = 3
                    """
            )
            #expect(try await watched.attach() == .newer(version: 3))
            #expect(try await !watched.check().isRight)
        }
    }

    @Test func `a table made anew is named and watched again`() async throws {
        try await WatchedDatabase.with { watched in
            try await watched.database.execute(
                script: """
                    CREATE TABLE public.copy (LIKE \(team) INCLUDING ALL);
                    DROP TABLE \(team);
                    ALTER TABLE public.copy RENAME TO "LiteLLM_TeamTable"
                    """
            )
            let problems = try await watched.check().health.problems(against: watched.catalog)
            #expect(problems == [.replaced(.teamTable)])
            guard case .attached(let report) = try await watched.attach() else {
                Issue.record("not attached")
                return
            }
            #expect(report.tables[.teamTable] == .installed)
            let again = try await WatchedDatabase(watched.database)
            #expect(try await again.check().isRight)
        }
    }

    @Test func `a table that others hold is tried for a while, and told`() async throws {
        try await WatchedDatabase.withCreated { watched in
            let holder = try await LockHolder(
                watched.database,
                "LOCK TABLE \(team) IN ROW EXCLUSIVE MODE"
            )
            guard case .incomplete(let report) = try await watched.attach(limits: impatient) else {
                Issue.record("attached")
                return
            }
            #expect(report.tables[.teamTable] == .busy)
            #expect(
                report.tables.values.filter { $0 == .installed }.count == report.tables.count - 1
            )
            try await holder.release()
            guard case .attached(let second) = try await watched.attach() else {
                Issue.record("not attached")
                return
            }
            #expect(second.tables[.teamTable] == .installed)
            #expect(second.databaseID == report.databaseID)
        }
    }

    @Test func `several that attach at once do not disturb each other`() async throws {
        try await WatchedDatabase.withCreated { watched in
            let outcomes = try await withThrowingTaskGroup(of: AttachOutcome.self) { group in
                for _ in 0..<4 { group.addTask { try await watched.attach() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let identities = outcomes.compactMap { outcome in
                if case .attached(let report) = outcome { return report.databaseID }
                return nil
            }
            #expect(identities.count == 4)
            #expect(Set(identities).count == 1)
            #expect(try await watched.check().isRight)
        }
    }

    @Test(arguments: ["", "GRANT CREATE ON DATABASE :db TO :role"])
    func `a role without the right is told what it lacks, and changes no table`(
        grant: String
    ) async throws {
        let role = TestDirectory.uniqueName("r")
        try await WatchedDatabase.withCreated { watched in
            let database = watched.database
            try await database.execute("CREATE ROLE \(role)")
            if !grant.isEmpty {
                try await database.execute(
                    grant.replacing(":db", with: database.name).replacing(":role", with: role)
                )
            }
            let installer = TriggerInstaller(watched.catalog)
            let outcome = try await database.run { (connection) throws(PostgresError) in
                try connection.execute("SET ROLE \(role)")
                let outcome = try installer.attach(on: connection)
                try connection.execute("RESET ROLE")
                return outcome
            }
            guard case .notPermitted(let detail) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(detail.contains("permission denied"))
            #expect(Set(try await watched.check().tables.values) == [.missing])
            try await database.execute("DROP OWNED BY \(role)")
            try await database.execute("DROP ROLE \(role)")
        }
    }

    @Test func `a session that may only read is told so`() async throws {
        try await WatchedDatabase.withCreated { watched in
            let installer = TriggerInstaller(watched.catalog)
            let outcome = try await watched.database.run { (connection) throws(PostgresError) in
                try connection.execute("SET default_transaction_read_only = on")
                let outcome = try installer.attach(on: connection)
                try connection.execute("RESET default_transaction_read_only")
                return outcome
            }
            guard case .notPermitted = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    @Test func `a database of a version without some of our tables gets them`() async throws {
        try await WatchedDatabase.with { watched in
            _ = try await watched.attach()
            try await watched.database.execute("DROP TABLE sidecar.due_reset, sidecar.tier_reset")
            #expect(try await !watched.check().isRight)
            _ = try await watched.attach()
            #expect(try await watched.check().isRight)
            #expect(
                try await watched.database.value("SELECT count(*) FROM sidecar.due_reset") == "0"
            )
            try await watched.database.execute("DROP TABLE sidecar.due_reset")
            guard case .detached = try await watched.detach() else {
                Issue.record("not detached")
                return
            }
        }
    }

    @Test func `functions of older versions that nothing calls are removed`() async throws {
        try await WatchedDatabase.with { watched in
            try await watched.database.execute(
                script: """
                    CREATE FUNCTION sidecar.notify_v0() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN RETURN NULL; END';
                    CREATE OR REPLACE TRIGGER sidecar_update AFTER UPDATE ON \(team)
                    FOR EACH ROW EXECUTE FUNCTION sidecar.notify_v0();
                    UPDATE sidecar.attachment SET version = 0
                    """
            )
            _ = try await watched.attach()
            let functions = try await watched.database.value(
                """
                SELECT string_agg(proname, ',') FROM pg_proc
                WHERE pronamespace = 'sidecar'::regnamespace
                """
            )
            #expect(functions == "notify_v1")
            #expect(try await watched.check().isRight)
        }
    }

    private let impatient = InstallLimits(
        lockTimeout: .milliseconds(50),
        attempts: 2,
        pause: .milliseconds(10)
    )
}
