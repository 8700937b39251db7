import Store
import TestSupport
import Wire

/// A key of a test, in clear text and as the database has it.
struct DemoKey: Sendable {
    let clear = "sk-" + TestDirectory.uniqueName("k")
    let prefix: String

    var token: String { TokenHash(ofKey: clear).description }

    init(prefix: String = "LiteLLM_") {
        self.prefix = prefix
    }

    /// The name of one of the proxy's tables, as SQL has it.
    func table(_ name: String) -> String { "\"\(prefix)\(name)\"" }

    /// Adds its row, as the proxy would.
    func insert(into database: TestDatabase, teamID: String? = nil) async throws {
        try await database.execute(
            """
            INSERT INTO \(table("VerificationToken")) (token, key_name, models, team_id)
            VALUES ($1, 'sk-...demo', '{gpt-4o}', $2)
            """,
            [.text(token), .text(teamID)]
        )
    }

    /// Changes its row.
    func update(_ assignment: String, in database: TestDatabase) async throws {
        try await database.execute(
            "UPDATE \(table("VerificationToken")) SET \(assignment) WHERE token = $1",
            [.text(token)]
        )
    }

    /// The request that authorizes it.
    func request(id: Int64 = 1) -> String {
        let params = JSONObject([("key", .string(clear)), ("model", "gpt-4o")])
        let request = Request(method: "key.authorize", params: .byName(params), id: RequestID(id))
        return JSONWriter.string(request.json)
    }
}
