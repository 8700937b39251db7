import Foundation
package import Store

/// Databases made by the proxy's own migrations, as a real installation has them.
///
/// The migrations are published in the Python package `litellm-proxy-extras`. A database of a
/// release and prefix is built once per server and copied from then on.
package enum GenuineDatabase {
    /// Makes a database of that release.
    ///
    /// - Parameters:
    ///   - server: where.
    ///   - release: whose migrations; others than the newest lack tables and columns.
    ///   - prefix: what stands for `LiteLLM_` in every name.
    /// - Returns: an own copy, without rows.
    /// - Throws: `MigrationsError` when the migrations cannot be had.
    package static func make(
        on server: TestPostgres,
        _ release: Release,
        prefix: TablePrefix = .standard
    ) async throws -> TestDatabase {
        try await server.makeDatabase(template: template(on: server, release, prefix: prefix))
    }

    /// Runs a test with such a database, which is dropped afterwards.
    package static func with<T>(
        on server: TestPostgres,
        _ release: Release,
        prefix: TablePrefix = .standard,
        _ body: (TestDatabase) async throws -> T
    ) async throws -> T {
        let template = try await template(on: server, release, prefix: prefix)
        return try await server.withDatabase(template: template, body)
    }

    /// The name of the template database of that release and prefix.
    package static func template(
        on server: TestPostgres,
        _ release: Release,
        prefix: TablePrefix = .standard
    ) async throws -> String {
        let migrations = try await Migrations.of(release)
        return try await server.template("genuine \(release.rawValue) \(prefix)") { database in
            try await apply(migrations, to: database, prefix: prefix)
        }
    }

    /// Applies migrations in order, each as one script, which is how the proxy does it.
    package static func apply(
        _ migrations: [Migration],
        to database: TestDatabase,
        prefix: TablePrefix
    ) async throws {
        let scripts = migrations.map { ($0.name, $0.sql(prefix: prefix)) }
        try await database.run { (connection) throws(PostgresError) in
            // As the proxy's migrations do: a schema named like the role would come first else.
            try connection.execute("SET search_path TO public")
            for (name, script) in scripts {
                do throws(PostgresError) {
                    try connection.execute(script: script)
                } catch {
                    var named = error
                    named.message = "migration \(name): \(error.message)"
                    throw named
                }
            }
            try connection.execute("RESET search_path")
        }
    }
}
