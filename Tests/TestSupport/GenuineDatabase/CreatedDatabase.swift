package import Store

/// Databases made by our own `schema create`.
package enum CreatedDatabase {
    /// The name of the template database with the tables under the usual prefix.
    package static func template(on server: TestPostgres) async throws -> String {
        try await server.template("created") { try await fill($0) }
    }

    /// Makes the tables in a database.
    package static func fill(
        _ database: TestDatabase,
        schema: SchemaName = .public,
        prefix: TablePrefix = .standard
    ) async throws {
        try await onOwnConnection(to: database) { (connection) throws(SchemaError) in
            try SchemaCreator.create(on: connection, schema: schema, prefix: prefix)
        }
    }

    /// Finds the tables in a database.
    package static func discover(
        _ database: TestDatabase,
        schema: SchemaName? = nil,
        prefix: TablePrefix? = nil
    ) async throws -> Catalog {
        try await onOwnConnection(to: database) { (connection) throws(SchemaError) in
            try SchemaDiscovery.discover(on: connection, schema: schema, prefix: prefix)
        }
    }

    private static func onOwnConnection<T: Sendable>(
        to database: TestDatabase,
        _ body: @escaping @Sendable (PostgresConnection) throws(SchemaError) -> T
    ) async throws -> T {
        let settings = database.settings
        return try await OwnThread.run("schema") { () throws(any Error) in
            try body(PostgresConnection(settings))
        }
    }
}
