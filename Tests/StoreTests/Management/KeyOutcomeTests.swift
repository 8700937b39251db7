import TestSupport
import Testing

@testable import Store

/// What is said when the database goes away in the midst of a change.
@Suite struct KeyOutcomeTests {
    /// Ends the session within COMMIT, after the work and before its answer.
    private func dieAtCommit(_ managed: ManagedDatabase) async throws {
        try await managed.database.execute(
            script: """
                CREATE SEQUENCE attempts;
                CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    -- No rollback takes this back.
                    PERFORM nextval('attempts');
                    PERFORM pg_terminate_backend(pg_backend_pid());
                    RETURN NULL;
                END $$;
                CREATE CONSTRAINT TRIGGER die AFTER INSERT OR UPDATE OR DELETE ON \(managed.table)
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die();
                """
        )
    }

    @Test func `an unanswered COMMIT is told, and not tried again`() async throws {
        try await ManagedDatabase.with { managed in
            let token = try await managed.make("sk-unknown")
            let batch = managed.accounts.update { cache, _ in cache.takeReads(of: KeyRow.self) }
            _ = managed.accounts.update { cache, _ in
                batch.map { cache.finishReads($0, rows: []) }
            }
            try await dieAtCommit(managed)
            let error = await storeError { () async throws(StoreError) in
                try await managed.keys.setBlocked(token, true, by: [])
            }
            #expect(error?.kind == .unavailable)
            #expect(error?.isOutcomeUnknown == true)
            #expect(error?.isRetriable == false)
            #expect(error?.message.contains("outcome is unknown") == true)
            let attempts = try await managed.database.value(
                "SELECT last_value::text FROM attempts WHERE is_called"
            )
            #expect(attempts == "1")
            let reads = managed.accounts.update { cache, _ in cache.takeReads(of: KeyRow.self) }
            #expect(reads?.ids == [token], "what it holds now is to be read")
        }
    }

    @Test func `a session that ends before COMMIT has changed nothing`() async throws {
        try await ManagedDatabase.with { managed in
            try await managed.database.execute(
                script: """
                    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        PERFORM pg_terminate_backend(pg_backend_pid());
                        RETURN NEW;
                    END $$;
                    CREATE TRIGGER die BEFORE INSERT ON \(managed.table)
                        FOR EACH ROW EXECUTE FUNCTION die();
                    """
            )
            let error = await storeError { () async throws(StoreError) in
                try await managed.keys.generate(
                    NewKey(token: TokenHash(ofKey: "k"), name: "n", settings: [])
                )
            }
            #expect(error?.kind == .unavailable)
            #expect(error?.isOutcomeUnknown == false)
            #expect(
                try await managed.database.value("SELECT count(*)::text FROM \(managed.table)")
                    == "0"
            )
        }
    }

    @Test func `before the database was looked at, nothing is tried`() async throws {
        let connections = StoreConnections(
            StoreSettings(database: try ConnectionString("host=/nonexistent"))
        )
        let keys = KeyManagement(
            connections: connections,
            accounts: Accounts(limits: AccountLimits())
        )
        let error = await storeError { () async throws(StoreError) in
            try await keys.get(.alias("a"))
        }
        #expect(error?.kind == .unavailable)
        await connections.shutdown()
    }
}
