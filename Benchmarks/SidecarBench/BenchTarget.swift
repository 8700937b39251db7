import Store
import Wire

/// The daemon and the database that it serves.
struct BenchTarget: Sendable {
    let client: SocketClient
    let writer: PostgresPool
    let catalog: Catalog

    init(socket: String, database: ConnectionString) async throws {
        client = try await SocketClient.connect(to: socket)
        writer = PostgresPool(PostgresSettings(database), name: "writer", size: 1)
        let found = try await writer.run { connection throws(PostgresError) in
            Result { () throws(SchemaError) in try SchemaDiscovery.discover(on: connection) }
        }
        catalog = try found.get()
    }

    /// Makes a key, unless it is there.
    func makeKey(_ key: String, team: String? = nil) async throws {
        try await execute(
            "INSERT INTO \(catalog.quoted(.verificationToken)) (token, team_id) VALUES ($1, $2) "
                + "ON CONFLICT DO NOTHING",
            [.text(TokenHash(ofKey: key).hex), .text(team)]
        )
    }

    /// Makes the team of the keys, unless it is there.
    func makeTeam() async throws {
        try await execute(
            "INSERT INTO \(catalog.quoted(.teamTable)) (team_id) VALUES ($1) "
                + "ON CONFLICT DO NOTHING",
            [.text(Change.team)]
        )
    }

    /// Lets the team's keys in again.
    func unblockTeam() async throws {
        try await execute(
            "UPDATE \(catalog.quoted(.teamTable)) SET blocked = false WHERE team_id = $1",
            [.text(Change.team)]
        )
    }

    private func execute(_ sql: String, _ parameters: [PostgresValue]) async throws {
        try await writer.run { connection throws(PostgresError) in
            _ = try connection.execute(sql, parameters)
        }
    }

    /// Whether the key is let in.
    /// - Throws: what is no verdict about the key.
    func isAllowed(_ key: String) async throws -> Bool {
        do throws(ClientError) {
            let params = JSONObject([("key", .string(key))])
            _ = try await client.call("key.authorize", .byName(params))
            return true
        } catch {
            guard case .answer(let answer) = error,
                [.blocked, .invalidKey, .overloaded].contains(answer.kind)
            else { throw error }
            return false
        }
    }

    /// How many change notices the daemon has heard.
    func noticeCount() async throws -> Int {
        let status = try await client.call("health.status")
        return status["listener"]?["notices"]?.int.map { Int($0) } ?? 0
    }
}
