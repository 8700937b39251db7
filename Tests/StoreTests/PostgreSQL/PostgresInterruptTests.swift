import TestSupport
import Testing

@testable import Store

@Suite struct PostgresInterruptTests {
    private func database() async throws -> TestDatabase {
        TestDatabase.administrative(try await TestPostgres.shared())
    }

    /// Waits until a session of that name runs a statement that waits.
    private func untilSleeping(_ name: String, _ database: TestDatabase) async throws {
        let sql = """
            SELECT count(*) FROM pg_stat_activity
            WHERE application_name = $1 AND wait_event = 'PgSleep'
            """
        while try await database.value(sql, [.text(name)]) != "1" {}
    }

    @Test func `A statement that takes too long is ended by the server`() async throws {
        var settings = try await database().settings
        settings.statementTimeout = .milliseconds(50)
        try await database().connected(settings) { (connection) throws(PostgresError) in
            let error = #expect(throws: PostgresError.self) {
                try connection.execute("SELECT pg_sleep(30)")
            }
            #expect(error?.kind == .server)
            #expect(error?.sqlState == .queryCanceled)
            #expect(try connection.execute("SELECT 7").only().int(0) == 7)
        }
    }

    @Test func `A statement that waits for a lock is ended by the server`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute(script: "CREATE TABLE t (n int)")
            var settings = database.settings
            settings.lockTimeout = .milliseconds(50)
            try await database.run { [settings] (holder) throws(PostgresError) in
                try holder.transaction { (holder) throws(PostgresError) in
                    try holder.execute("LOCK TABLE t")
                    let error = #expect(throws: PostgresError.self) {
                        try PostgresConnection(settings).execute("SELECT * FROM t")
                    }
                    #expect(error?.sqlState == .lockNotAvailable)
                    #expect(error?.isRetriable == true)
                }
            }
        }
    }

    @Test func `Another thread cancels the statement in flight, and later ones`() async throws {
        let database = try await database()
        let interrupt = try PostgresInterrupt()
        var settings = database.settings
        settings.applicationName = TestDirectory.uniqueName("cancelled")
        async let after = database.connected(settings, interrupt: interrupt) {
            (connection) throws(PostgresError) in
            let error = #expect(throws: PostgresError.self) {
                try connection.execute("SELECT pg_sleep(60)")
            }
            #expect(error?.kind == .cancelled)
            let next = #expect(throws: PostgresError.self) { try connection.execute("SELECT 1") }
            #expect(next?.kind == .cancelled)
            interrupt.beginJob()
            return try connection.execute("SELECT 7").only().int(0)
        }
        try await untilSleeping(settings.applicationName, database)
        interrupt.cancel()
        #expect(try await after == 7)
    }

    @Test func `A cancelled transaction is rolled back, not committed`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute(script: "CREATE TABLE t (n int)")
            let interrupt = try PostgresInterrupt()
            let error = await #expect(throws: PostgresError.self) {
                try await database.connected(interrupt: interrupt) {
                    (connection) throws(PostgresError) in
                    try connection.transaction { (connection) throws(PostgresError) in
                        try connection.execute("INSERT INTO t VALUES (1)")
                        interrupt.cancel()
                    }
                }
            }
            #expect(error?.kind == .cancelled)
            #expect(try await database.value("SELECT count(*) FROM t") == "0")
        }
    }

    @Test func `A silent server is given up, also while it is asked to cancel`() async throws {
        let database = try await database()
        let relay = try await TCPRelay.start(to: database.server)
        let settings = PostgresSettings(relay.connection(database: "postgres"))
        let interrupt = try PostgresInterrupt()
        let kinds = try await database.connected(settings, interrupt: interrupt) {
            (connection) throws(PostgresError) in
            connection.settings.silenceLimit = .milliseconds(100)
            relay.stop()
            let first = #expect(throws: PostgresError.self) { try connection.execute("SELECT 1") }
            let second = #expect(throws: PostgresError.self) { try connection.execute("SELECT 1") }
            return [first?.kind, second?.kind]
        }
        #expect(kinds == [.connectionLost, .connectionLost])
        relay.resume()
        let error = await #expect(throws: PostgresError.self) {
            try await database.connected(settings, interrupt: interrupt) {
                (connection) throws(PostgresError) in
                connection.settings.cancelGrace = .milliseconds(100)
                relay.stop()
                // The request goes to a server that never hears of it.
                connection.requestCancel()
                _ = try connection.execute("SELECT pg_sleep(60)")
            }
        }
        #expect(error?.kind == .connectionLost)
        relay.resume()
    }

    @Test func `A large parameter to a server that does not read is given up`() async throws {
        let database = try await database()
        let relay = try await TCPRelay.start(to: database.server)
        let settings = PostgresSettings(relay.connection(database: "postgres"))
        let error = await #expect(throws: PostgresError.self) {
            try await database.connected(settings) { (connection) throws(PostgresError) in
                connection.settings.silenceLimit = .milliseconds(100)
                relay.stop()
                let text = String(repeating: "x", count: 24 << 20)
                _ = try connection.execute("SELECT length($1)", [.text(text)])
            }
        }
        #expect(error?.kind == .connectionLost)
        relay.resume()
    }
}
