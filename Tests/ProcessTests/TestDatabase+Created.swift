import TestSupport

extension TestDatabase {
    /// Runs a test with a database that has our own tables, empty.
    static func withTables<T>(_ body: (TestDatabase) async throws -> T) async throws -> T {
        let server = try await TestPostgres.shared()
        let template = try await CreatedDatabase.template(on: server)
        return try await server.withDatabase(template: template, body)
    }
}
