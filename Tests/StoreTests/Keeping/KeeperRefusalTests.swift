import TestSupport
import Testing

@testable import Store

/// Databases that are not what they should be, and roles that may do little.
@Suite struct KeeperRefusalTests {
    private let token = TokenHash(ofKey: "sk-refusal")

    @Test func `a listener in another database: the reason is named, the tables are polled`()
        async throws
    {
        try await WatchedDatabase.with { watched in
            let (database, token) = (watched.database, token)
            let elsewhere = database.server.connection()
            let settings = KeptCache.settings(database.connection, listener: elsewhere)
            try await KeptCache.with(settings) { kept in
                try await kept.untilFresh(.polling)
                let problem = kept.report.problem ?? ""
                #expect(problem.contains("the listening connection reached the database postgres"))
                #expect(problem.contains(database.name))
                try await database.insertKey(token)
                try await kept.until(.open, on: token)
            }
        }
    }

    @Test func `a standby is refused, with the reason`() async throws {
        let primary = try await TestPostgres.start()
        let database = try await primary.makeDatabase()
        try await CreatedDatabase.fill(database)
        try await database.insertKey(token)
        let standby = try await primary.makeStandby()
        let settings = KeptCache.settings(standby.connection(database: database.name))
        try await KeptCache.with(settings) { [token] kept in
            try await Poll.until("the reason") {
                (kept.end?.message ?? kept.report.problem)?.contains("is a standby") == true
            }
            #expect(kept.freshness == .loading)
            #expect(await kept.ask(token) == .unavailable)
            #expect(kept.report.loadCount == 0)
        }
        await standby.dispose()
        await primary.dispose()
    }

    @Test func `a role that may not install triggers polls, and says why`() async throws {
        try await WatchedDatabase.withCreated { watched in
            let (database, token) = (watched.database, token)
            try await withReader(of: database) { connection in
                try await KeptCache.with(KeptCache.settings(connection)) { kept in
                    try await kept.untilFresh(.polling)
                    #expect(kept.report.problem?.contains("may not install triggers") == true)
                    #expect(!kept.report.isAttached)
                    try await kept.until(.unknownKey, on: token)
                    try await database.insertKey(token)
                    try await kept.until(.open, on: token)
                    try await database.block(token)
                    try await kept.until(.blocked, on: token)
                }
            }
        }
    }

    @Test(arguments: ["", "GRANT USAGE ON SCHEMA sidecar TO :role"])
    func `where somebody else attached, a role that may only read listens`(
        grant: String
    ) async throws {
        try await WatchedDatabase.with { watched in
            let (database, token) = (watched.database, token)
            try await withReader(of: database, grant) { connection in
                try await KeptCache.with(KeptCache.settings(connection)) { kept in
                    try await kept.untilFresh(.notices)
                    #expect(kept.report.isAttached)
                    #expect(kept.report.problem == nil)
                    try await database.insertKey(token)
                    try await kept.until(.open, on: token)
                    #expect(kept.report.noticeCount > 0)
                    #expect(kept.freshness == .fresh(.notices))
                }
            }
        }
    }

    @Test func `what somebody else attached is no longer right: such a role polls`() async throws {
        try await WatchedDatabase.with { watched in
            let (database, token) = (watched.database, token)
            try await withReader(of: database, "GRANT USAGE ON SCHEMA sidecar TO :role") { role in
                try await KeptCache.with(KeptCache.settings(role)) { kept in
                    try await kept.untilFresh(.notices)
                    try await database.execute(
                        "DROP TRIGGER sidecar_update ON \"LiteLLM_VerificationToken\""
                    )
                    try await kept.untilFresh(.polling)
                    #expect(kept.report.problem?.contains("may not install triggers") == true)
                    #expect(!kept.report.isAttached)
                    try await database.insertKey(token)
                    try await database.block(token)
                    try await kept.until(.blocked, on: token)
                }
            }
        }
    }

    /// A role with SELECT on the tables, and what else is granted.
    private func withReader(
        of database: TestDatabase,
        _ grant: String = "",
        _ body: (ConnectionString) async throws -> Void
    ) async throws {
        let role = TestDirectory.uniqueName("reader")
        try await database.execute("CREATE ROLE \(role) LOGIN")
        try await database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO \(role)")
        if !grant.isEmpty { try await database.execute(grant.replacing(":role", with: role)) }
        try await body(database.connection.with("user", role))
        try await database.execute("DROP OWNED BY \(role)")
        try await database.execute("DROP ROLE \(role)")
    }
}
