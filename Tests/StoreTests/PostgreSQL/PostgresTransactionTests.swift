import TestSupport
import Testing

@testable import Store

@Suite struct PostgresTransactionTests {
    private func withTable(_ body: (TestDatabase) async throws -> Void) async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute(
                "CREATE TABLE t (n int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)"
            )
            try await body(database)
        }
    }

    @Test func `What returns is committed, what throws is not`() async throws {
        try await withTable { database in
            try await database.connected { (connection) throws(PostgresError) in
                let value = try connection.transaction { (connection) throws(PostgresError) in
                    try connection.execute("INSERT INTO t VALUES (1)")
                    return 5
                }
                #expect(value == 5)
                let error = #expect(throws: PostgresError.self) {
                    try connection.transaction { (connection) throws(PostgresError) in
                        try connection.execute("INSERT INTO t VALUES (2)")
                        throw PostgresError(.misuse, "changed my mind")
                    }
                }
                #expect(error?.message == "changed my mind")
                #expect(!connection.isInTransaction)
            }
            #expect(try await database.value("SELECT string_agg(n::text, ',') FROM t") == "1")
        }
    }

    @Test func `A swallowed error does not pass for a commit`() async throws {
        try await withTable { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.connected { (connection) throws(PostgresError) in
                    try connection.transaction { (connection) throws(PostgresError) in
                        try connection.execute("INSERT INTO t VALUES (1)")
                        _ = try? connection.execute("SELECT 1 / 0")
                    }
                }
            }
            #expect(error?.kind == .rolledBack)
            let count = try await database.value("SELECT count(*) FROM t")
            #expect(count == "0")
        }
    }

    @Test func `A refusal at COMMIT is a known outcome`() async throws {
        try await withTable { database in
            try await database.connected { (connection) throws(PostgresError) in
                let error = #expect(throws: PostgresError.self) {
                    try connection.transaction { (connection) throws(PostgresError) in
                        _ = try connection.execute("INSERT INTO t VALUES (1), (1)")
                    }
                }
                #expect(error?.kind == .server)
                #expect(error?.sqlState == .uniqueViolation)
                #expect(try connection.execute("SELECT count(*) FROM t").only().int(0) == 0)
            }
        }
    }

    @Test func `Transactions do not nest`() async throws {
        try await withTable { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.connected { (connection) throws(PostgresError) in
                    try connection.transaction { (connection) throws(PostgresError) in
                        try connection.transaction { _ in }
                    }
                }
            }
            #expect(error?.kind == .misuse)
        }
    }

    @Test func `Isolation and read-only are as asked`() async throws {
        try await withTable { database in
            let shown = try await database.connected { (connection) throws(PostgresError) in
                try connection.transaction(.repeatableRead, readOnly: true) {
                    (connection) throws(PostgresError) in
                    let row = try connection.execute(
                        """
                        SELECT current_setting('transaction_isolation'),
                               current_setting('transaction_read_only')
                        """
                    ).only()
                    return [try row.text(0), try row.text(1)]
                }
            }
            #expect(shown == ["repeatable read", "on"])
        }
    }

    @Test func `A session ended in mid-transaction is lost, and nothing was done`() async throws {
        try await withTable { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.connected { (connection) throws(PostgresError) in
                    try connection.transaction { (connection) throws(PostgresError) in
                        try connection.execute("INSERT INTO t VALUES (1)")
                        _ = try connection.execute(
                            "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(30)"
                        )
                    }
                }
            }
            #expect(error?.kind == .connectionLost)
            #expect(error?.sqlState == .adminShutdown)
            #expect(error?.isRetriable == true)
            let count = try await database.value("SELECT count(*) FROM t")
            #expect(count == "0")
        }
    }

    @Test func `A lost answer to COMMIT is an unknown outcome`() async throws {
        try await withTable { database in
            let relay = try await TCPRelay.start(to: database.server)
            relay.muteAnswers(after: "COMMIT\0")
            let settings = PostgresSettings(relay.connection(database: database.name))
            async let outcome: Void = database.connected(settings) {
                (connection) throws(PostgresError) in
                try connection.transaction { (connection) throws(PostgresError) in
                    _ = try connection.execute("INSERT INTO t VALUES (1)")
                }
            }
            await relay.untilMuted()
            // The server has committed as soon as another session sees the row.
            while try await database.value("SELECT count(*) FROM t") != "1" {}
            relay.cut()
            do {
                try await outcome
                Issue.record("the outcome was reported as known")
            } catch let error as PostgresError {
                #expect(error.isCommitUnknown)
                #expect(!error.isRetriable)
                #expect(error.isConnectionLost)
            }
        }
    }

    @Test func `A server that falls silent at COMMIT is an unknown outcome too`() async throws {
        try await withTable { database in
            let relay = try await TCPRelay.start(to: database.server)
            relay.muteAnswers(after: "COMMIT\0")
            let settings = PostgresSettings(relay.connection(database: database.name))
            let error = await #expect(throws: PostgresError.self) {
                try await database.connected(settings) { (connection) throws(PostgresError) in
                    try connection.transaction { (connection) throws(PostgresError) in
                        try connection.execute("INSERT INTO t VALUES (1)")
                        connection.settings.silenceLimit = .milliseconds(100)
                    }
                }
            }
            #expect(error?.isCommitUnknown == true)
        }
    }

    @Test func `A connection that broke before COMMIT has done nothing`() async throws {
        try await withTable { database in
            let relay = try await TCPRelay.start(to: database.server)
            let settings = PostgresSettings(relay.connection(database: database.name))
            let error = await #expect(throws: PostgresError.self) {
                try await database.connected(settings) { (connection) throws(PostgresError) in
                    try connection.transaction { (connection) throws(PostgresError) in
                        try connection.execute("INSERT INTO t VALUES (1)")
                        relay.cut()
                        _ = try connection.execute("SELECT 1")
                    }
                }
            }
            #expect(error?.kind == .connectionLost)
            let count = try await database.value("SELECT count(*) FROM t")
            #expect(count == "0")
        }
    }
}
