import Store
import TestSupport
import Testing

@Suite("Detaching triggers")
struct TriggerDetachTests {
    private let team = "\"LiteLLM_TeamTable\""

    @Test func `attach and detach leave no trace`() async throws {
        try await WatchedDatabase.withCreated { watched in
            let before = try await CatalogDump(watched.database)
            _ = try await watched.attach()
            #expect(try await CatalogDump(watched.database) != before)
            let names = watched.catalog.cachedTables.map { watched.catalog.prefix.name(of: $0) }
            #expect(try await watched.detach() == .detached(names.sorted()))
            #expect(try await CatalogDump(watched.database) == before)
            #expect(try await watched.detach() == .notAttached)
        }
    }

    @Test func `a second attach after a detach is a new attachment`() async throws {
        try await WatchedDatabase.withCreated { watched in
            var identities: Set<String> = []
            for _ in 0..<2 {
                if case .attached(let report) = try await watched.attach() {
                    identities.insert(report.databaseID)
                }
                _ = try await watched.detach()
            }
            #expect(identities.count == 2)
        }
    }

    @Test func `an objection to a checkpoint keeps everything`() async throws {
        try await WatchedDatabase.with { watched in
            try await watched.database.execute(
                """
                INSERT INTO sidecar.checkpoint (database_id, instance, epoch, holder, sequence)
                SELECT database_id, 'i1', 2, 'h', 40 FROM sidecar.attachment
                """
            )
            let outcome = try await watched.detach { _, checkpoints in
                checkpoints.map { "\($0.instance) \($0.epoch) \($0.sequence)" }.joined()
            }
            #expect(outcome == .refused("i1 2 40"))
            #expect(try await watched.check().isRight)
        }
    }

    @Test func `renamed and moved tables are freed, too`() async throws {
        try await WatchedDatabase.with { watched in
            try await watched.database.execute(
                script: """
                    ALTER TABLE \(team) RENAME TO "Other";
                    CREATE SCHEMA elsewhere;
                    ALTER TABLE "LiteLLM_UserTable" SET SCHEMA elsewhere
                    """
            )
            guard case .detached(let names) = try await watched.detach() else {
                Issue.record("not detached")
                return
            }
            #expect(names.contains("Other"))
            #expect(names.contains("LiteLLM_UserTable"))
            let left = try await watched.database.value(
                "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'sidecar%'"
            )
            #expect(left == "0")
        }
    }

    @Test func `other tables of the database stay attached`() async throws {
        try await WatchedDatabase.with { watched in
            let schema = try SchemaName("tenant")
            let prefix = try TablePrefix("X_")
            try await watched.database.execute(
                """
                CREATE SCHEMA tenant
                CREATE TABLE "X_VerificationToken" (
                    token text PRIMARY KEY, key_name text, spend float8)
                """
            )
            let other = try await WatchedDatabase(
                watched.database,
                schema: schema,
                prefix: prefix
            )
            guard case .attached(let report) = try await other.attach() else {
                Issue.record("not attached")
                return
            }
            #expect(report.tables == [.verificationToken: .installed])
            #expect(other.channel != watched.channel)
            _ = try await watched.detach()
            #expect(try await other.check().isRight)
            let insert = "INSERT INTO tenant.\"X_VerificationToken\" (token) VALUES ('k')"
            #expect(try await other.notices(insert) == [.row(.verificationToken, key: ["k"])])
            #expect(try await other.detach() == .detached(["X_VerificationToken"]))
            #expect(try await !other.check().presence.hasSchema)
        }
    }

    @Test func `what somebody else put into the schema stops the last step`() async throws {
        try await WatchedDatabase.with { watched in
            try await watched.database.execute("CREATE TABLE sidecar.theirs (x int)")
            let error = await #expect(throws: PostgresError.self) {
                try await watched.detach()
            }
            #expect(error?.sqlState == "2BP01")
            #expect(try await watched.database.value("SELECT count(*) FROM sidecar.theirs") == "0")
            #expect(try await watched.check().presence.attachment != nil)
        }
    }

    @Test func `a held table is told, and detach can be asked again`() async throws {
        try await WatchedDatabase.with { watched in
            let holder = try await LockHolder(
                watched.database,
                "LOCK TABLE \(team) IN ROW EXCLUSIVE MODE"
            )
            #expect(try await watched.detach() == .busy("LiteLLM_TeamTable"))
            try await holder.release()
            guard case .detached = try await watched.detach() else {
                Issue.record("not detached")
                return
            }
            #expect(try await !watched.check().presence.hasSchema)
        }
    }

    @Test func `a role without the right is told what it lacks`() async throws {
        let role = TestDirectory.uniqueName("r")
        try await WatchedDatabase.with { watched in
            try await watched.database.execute(
                script: """
                    CREATE ROLE \(role);
                    GRANT USAGE ON SCHEMA sidecar TO \(role);
                    GRANT ALL ON ALL TABLES IN SCHEMA sidecar TO \(role)
                    """
            )
            let installer = TriggerInstaller(watched.catalog)
            let outcome = try await watched.database.run { (connection) throws(PostgresError) in
                try connection.execute("SET ROLE \(role)")
                let outcome = try installer.detach(on: connection)
                try connection.execute("RESET ROLE")
                return outcome
            }
            guard case .notPermitted(let detail) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(detail.contains("must be owner"))
            #expect(try await watched.check().isRight)
            try await watched.database.execute("DROP OWNED BY \(role)")
            try await watched.database.execute("DROP ROLE \(role)")
        }
    }
}
