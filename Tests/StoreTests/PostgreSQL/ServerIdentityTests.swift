import TestSupport
import Testing

@testable import Store

@Suite struct ServerIdentityTests {
    private static func identity(_ connection: ConnectionString) async throws -> ServerIdentity {
        try await OwnThread.run("identity") { () throws(PostgresError) in
            try ServerIdentity.read(PostgresConnection(PostgresSettings(connection)))
        }
    }

    private let sample = ServerIdentity(
        systemIdentifier: "7",
        timeline: 1,
        database: "d",
        databaseID: 5,
        serverVersion: 150_018,
        encoding: "UTF8",
        isInRecovery: false,
        startedAt: "now"
    )

    @Test func `Two connections to one database have one identity`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let first = try await Self.identity(database.connection)
            let second = try await Self.identity(database.connection)
            #expect(first == second)
            #expect(first.systemIdentifier != nil)
            #expect(first.timeline == 1)
            #expect(first.database == database.name)
            #expect(first.serverVersion >= 100_000)
            #expect(first.difference(role: "the listener", from: second, "look-ups") == nil)
            try first.requireUsable()
        }
    }

    @Test func `Another database of the same server is named`() async throws {
        let server = try await TestPostgres.shared()
        try await server.withDatabase { database in
            let mine = try await Self.identity(database.connection)
            let other = try await Self.identity(server.connection())
            let error = #expect(throws: PostgresError.self) {
                try mine.requireSame(role: "the listener", as: other, "look-ups")
            }
            #expect(error?.kind == .identityMismatch)
            #expect(
                error?.message == "the listener reached the database \(database.name), "
                    + "look-ups reached the database postgres"
            )
        }
    }

    @Test func `Each difference is found, and ignorance of one side is none`() {
        func difference(_ change: (inout ServerIdentity) -> Void) -> String? {
            var other = sample
            change(&other)
            return sample.difference(role: "a", from: other, "b")
        }
        #expect(difference { $0.systemIdentifier = "8" }?.contains("system identifier 7") == true)
        #expect(
            difference { $0.timeline = 2 }?.contains("timeline 1, b reached timeline 2") == true
        )
        #expect(difference { $0.timeline = nil } == nil)
        #expect(difference { $0.databaseID = 6 }?.contains("oid 5") == true)
        #expect(difference { $0.systemIdentifier = nil } == nil)
        #expect(
            difference {
                $0.systemIdentifier = nil
                $0.startedAt = "then"
            }?.contains("started at now") == true
        )
    }

    @Test func `Another encoding is refused`() {
        var other = sample
        other.encoding = "SQL_ASCII"
        #expect(throws: PostgresError.self) { try other.requireUsable() }
    }

    @Test func `A role that may read little is told apart by what it may read`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute(
                script: """
                    REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC;
                    REVOKE EXECUTE ON FUNCTION pg_current_wal_lsn() FROM PUBLIC;
                    """
            )
            let role = TestDirectory.uniqueName("modest")
            try await database.server.administer("CREATE ROLE \(role) LOGIN")
            let modest = try await Self.identity(database.connection.with("user", role))
            #expect(modest.systemIdentifier == nil)
            #expect(modest.timeline == nil)
            let full = try await Self.identity(database.connection)
            #expect(modest.difference(role: "a", from: full, "b") == nil)
        }
    }

    @Test func `A standby is refused, and is the primary once promoted, on a new timeline`()
        async throws
    {
        let primary = try await TestPostgres.start()
        let standby = try await primary.makeStandby()
        let before = try await Self.identity(primary.connection())
        let pool = PostgresPool(
            PostgresSettings(standby.connection()),
            onConnect: { (connection) throws(PostgresError) in
                try ServerIdentity.read(connection).requireUsable()
            }
        )
        let error = await #expect(throws: PostgresError.self) {
            try await pool.run { $0.processID }
        }
        #expect(error?.kind == .standby)
        #expect(error?.isRetriable == false)
        #expect(error?.message.contains("standby") == true)
        try await standby.administer("SELECT pg_promote()")
        _ = try await pool.run { $0.processID }
        let after = try await Self.identity(standby.connection())
        #expect(after.systemIdentifier == before.systemIdentifier)
        let difference = after.difference(role: "the listener", from: before, "look-ups")
        #expect(difference == "the listener reached timeline 2, look-ups reached timeline 1")
        await pool.shutdown()
        await standby.dispose()
        await primary.dispose()
    }
}
