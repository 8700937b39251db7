package import Store

/// A database of a test server, and psql's part in it.
package final class TestDatabase: Sendable {
    package let server: TestPostgres
    package let name: String
    private let pool: PostgresPool

    init(_ server: TestPostgres, name: String) {
        self.server = server
        self.name = name
        var settings = PostgresSettings(server.connection(database: name))
        settings.applicationName = "test"
        pool = PostgresPool(settings, name: "test", size: 2)
    }

    /// How to reach it.
    package var connection: ConnectionString { server.connection(database: name) }

    /// The usual settings for reaching it.
    package var settings: PostgresSettings { PostgresSettings(connection) }

    /// Runs one statement as somebody else than the code under test.
    @discardableResult
    package func execute(
        _ sql: String,
        _ parameters: [PostgresValue] = []
    ) async throws -> ResultRows {
        try await pool.run { (connection) throws(PostgresError) in
            try connection.execute(sql, parameters)
        }
    }

    /// Runs several statements, as psql would run a file.
    package func execute(script: String) async throws {
        _ = try await pool.run { (connection) throws(PostgresError) in
            try connection.execute(script: script)
        }
    }

    /// The first column of the first row as text.
    package func value(_ sql: String, _ parameters: [PostgresValue] = []) async throws -> String? {
        try await execute(sql, parameters).first?.optionalText(0)
    }

    /// Runs blocking work on a connection to it.
    package func run<T: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws(PostgresError) -> T
    ) async throws(PostgresError) -> T {
        try await pool.run(body)
    }

    /// Runs blocking work on a connection of its own, with settings of the test's choice.
    package func connected<T: Sendable>(
        _ settings: PostgresSettings? = nil,
        interrupt: PostgresInterrupt? = nil,
        onMessage: @escaping @Sendable (PostgresServerMessage) -> Void = { _ in },
        _ body: @escaping @Sendable (PostgresConnection) throws(PostgresError) -> T
    ) async throws(PostgresError) -> T {
        let settings = settings ?? self.settings
        return try await OwnThread.run("test-pg") { () throws(PostgresError) in
            try body(
                PostgresConnection(settings, interrupt: interrupt, onMessage: onMessage)
            )
        }
    }

    /// Closes the connections that `execute` made.
    package func close() async {
        await pool.shutdown()
    }

    /// The same database after `close`, reached anew.
    package func reopened() -> TestDatabase { TestDatabase(server, name: name) }

    /// Ends all sessions in it and removes it.
    package func drop() async throws {
        await close()
        try await server.administer("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }
}

extension TestDatabase {
    /// The database `postgres`, for tests that leave nothing behind.
    package static func administrative(_ server: TestPostgres) -> TestDatabase {
        TestDatabase(server, name: "postgres")
    }
}
