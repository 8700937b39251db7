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
    func makeKey(_ key: String) async throws {
        let insert =
            "INSERT INTO \(catalog.quoted(.verificationToken)) (token) VALUES ($1) "
            + "ON CONFLICT DO NOTHING"
        let token = TokenHash(ofKey: key).hex
        _ = try await writer.run { connection throws(PostgresError) in
            try connection.execute(insert, [.text(token)])
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
            guard case .answer(let answer) = error, answer.kind == .blocked else { throw error }
            return false
        }
    }
}
