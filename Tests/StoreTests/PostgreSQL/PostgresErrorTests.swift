import TestSupport
import Testing

@testable import Store

@Suite struct PostgresErrorTests {
    @Test(arguments: [
        ("40001", true), ("40P01", true), ("55P03", true), ("53300", true), ("57P01", true),
        ("57P03", true), ("08006", true), ("26000", true), ("40003", false), ("23505", false),
        ("42P01", false), ("57014", true), ("57P04", false), ("22001", false),
    ])
    func `Only transient refusals may be tried again`(state: String, isRetriable: Bool) {
        let error = PostgresError(.server, "refused", sqlState: SQLState(state))
        #expect(error.isRetriable == isRetriable)
        #expect(!error.isConnectionLost)
    }

    @Test func `An unknown outcome is never retriable`() {
        let error = PostgresError(.commitUnknown, "lost", sqlState: "57P01")
        #expect(!error.isRetriable)
        #expect(error.isCommitUnknown)
        #expect(error.isConnectionLost)
    }

    @Test func `A constraint violation names the constraint and quotes no row`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute(
                script: "CREATE TABLE t (a text CONSTRAINT one PRIMARY KEY, b int NOT NULL)"
            )
            try await database.execute("INSERT INTO t VALUES ('planted', 1)")
            let twice = await #expect(throws: PostgresError.self) {
                try await database.execute("INSERT INTO t VALUES ($1, 1)", ["planted"])
            }
            #expect(twice?.sqlState == .uniqueViolation)
            #expect(twice?.constraint == "one")
            #expect(twice?.table == "t")
            let null = await #expect(throws: PostgresError.self) {
                try await database.execute("INSERT INTO t VALUES ($1, NULL)", ["planted2"])
            }
            #expect(null?.column == "b")
            let number = await #expect(throws: PostgresError.self) {
                try await database.execute("SELECT $1::text::int", ["planted3"])
            }
            #expect(number?.sqlState == "22P02")
            for error in [twice, null, number] {
                #expect(
                    error.map { "\($0) \(String(reflecting: $0))" }?.contains("planted") == false
                )
            }
        }
    }

    @Test func `Without a server the reason is named and it may be tried again`() async throws {
        let connection = ConnectionString(keywords: [
            "host": "/tmp/no-such-directory", "user": "me", "password": "planted",
        ])
        let error = await #expect(throws: PostgresError.self) {
            try await OwnThread.run("test") { () throws(PostgresError) in
                _ = try PostgresConnection(PostgresSettings(connection))
            }
        }
        #expect(error?.kind == .connectionFailed)
        #expect(error?.isRetriable == true)
        #expect(error?.message.contains("/tmp/no-such-directory") == true)
        #expect(error.map { String(reflecting: $0) }?.contains("planted") == false)
    }

    @Test func `A wrong password, role or database is named and not retriable`() async throws {
        let server = try await TestPostgres.start(rules: ["local all guarded scram-sha-256"])
        try await server.administer("CREATE ROLE guarded LOGIN PASSWORD 'right'")
        let good = server.connection().with("user", "guarded")
        func attempt(_ connection: ConnectionString) async -> PostgresError? {
            do {
                try await OwnThread.run("test") { () throws(PostgresError) in
                    _ = try PostgresConnection(PostgresSettings(connection))
                }
                return nil
            } catch {
                return error
            }
        }
        #expect(await attempt(good.with("password", "right")) == nil)
        let expected: [(ConnectionString, SQLState)] = [
            (good.with("password", "planted"), .invalidPassword), (good, .invalidPassword),
            (server.connection().with("user", "nobody"), "28000"),
            (server.connection(database: "nowhere"), .databaseMissing),
        ]
        for (connection, state) in expected {
            let error = await attempt(connection)
            #expect(error?.kind == .connectionFailed)
            #expect(error?.sqlState == state)
            #expect(error?.isRetriable == false)
            #expect(error.map { String(reflecting: $0) }?.contains("planted") == false)
        }
    }
}
