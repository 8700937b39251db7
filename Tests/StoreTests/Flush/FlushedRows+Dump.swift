import Store
import TestSupport

extension FlushedRows {
    /// All that a flush writes, but for ids and times that are made anew by each try.
    func dump() async throws -> [String?] {
        let tables = TableName.created.filter { catalog.has($0) }
        var lines: [String?] = []
        for table in tables {
            lines += try await column(
                "'\(table) ' || (to_jsonb(t) - 'created_at' - 'updated_at' - 'id')::text",
                of: table
            )
        }
        return lines
    }

    /// Keeps the database as it is now, for `restore`.
    func snapshot() async throws -> String {
        let copy = "\(database.name)_copy"
        try await endSessions()
        try await database.server.administer("CREATE DATABASE \(copy) TEMPLATE \(database.name)")
        return copy
    }

    /// Brings the database back as it was.
    func restore(_ copy: String) async throws {
        try await endSessions()
        try await database.server.administer("DROP DATABASE \(database.name) WITH (FORCE)")
        try await database.server.administer("CREATE DATABASE \(database.name) TEMPLATE \(copy)")
        try await database.server.administer("DROP DATABASE \(copy)")
    }

    private func endSessions() async throws {
        let count = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1"
        while try await database.server.administer(count, [.text(database.name)]).only().int(0) > 0
        {
            try await database.server.terminateSessions(
                where: "datname = $1",
                [.text(database.name)]
            )
        }
    }
}
