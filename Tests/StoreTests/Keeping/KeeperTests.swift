import Store
import TestSupport
import Testing

/// The keeper on real servers: changes are seen, whatever happens to the links.
@Suite("The cache on a real database")
struct KeeperTests {
    private let token = TokenHash(ofKey: "sk-kept")

    private func insert(_ database: TestDatabase, alias: String = "first") async throws {
        try await database.execute(
            "INSERT INTO \"LiteLLM_VerificationToken\" (token, key_alias) VALUES ($1, $2)",
            [.text(token.hex), .text(alias)]
        )
    }

    private func rename(_ database: TestDatabase, _ alias: String) async throws {
        try await database.execute(
            "UPDATE \"LiteLLM_VerificationToken\" SET key_alias = $2 WHERE token = $1",
            [.text(token.hex), .text(alias)]
        )
    }

    /// A server of its own, with the tables, for tests that stop it.
    private func withServer(
        _ body: @escaping @Sendable (TestPostgres, TestDatabase) async throws -> Void
    ) async throws {
        let server = try await TestPostgres.start()
        let database = try await server.makeDatabase()
        try await CreatedDatabase.fill(database)
        try await body(server, database)
        await database.close()
        await server.dispose()
    }

    private func untilAlias(_ alias: String, _ cache: KeptCache) async throws {
        try await Poll.until("the alias \(alias)") {
            await cache.verdict(on: token).key?.keyAlias == alias
        }
    }

    @Test func `changes are seen by notices, whoever makes them`() async throws {
        try await WatchedDatabase.withCreated { watched in
            try await KeptCache.with(on: watched.database.connection) { cache in
                try await cache.until(.fresh(.notices))
                #expect(await cache.verdict(on: token) == .unknownKey)
                try await insert(watched.database)
                try await untilAlias("first", cache)
                try await rename(watched.database, "second")
                try await untilAlias("second", cache)
                try await watched.database.execute(
                    script: "TRUNCATE \"LiteLLM_VerificationToken\" CASCADE"
                )
                try await Poll.until("an unknown key") {
                    await cache.verdict(on: token) == .unknownKey
                }
            }
        }
    }

    @Test func `a read that saw the old row before a change never publishes it`() async throws {
        try await withRelay { server, database, relay in
            try await insert(database)
            let lookups = relay.connection(database: database.name)
            try await KeptCache.with(on: lookups, listener: database.connection) { cache in
                try await cache.until(.fresh(.notices))
                #expect(await cache.verdict(on: token).key?.keyAlias == "first")
                // A notice makes the row dirty; its read sees "first", and its answer is held back.
                relay.muteAnswers(after: "read_VerificationToken")
                cache.accounts.invalidate(rows: [.key(token)], tables: [])
                async let verdict = cache.verdict(on: token)
                await relay.untilMuted()
                try await untilRead(server)
                let heard = cache.status.report.noticeCount
                try await rename(database, "second")
                try await untilNoticed(cache, after: heard)
                relay.resume()
                _ = await verdict
                try await untilAlias("second", cache)
                #expect(cache.verdictNow(on: token).key?.keyAlias == "second")
            }
        }
    }

    @Test func `a read that found no row before an insert never says so after it`() async throws {
        try await withRelay { server, database, relay in
            let lookups = relay.connection(database: database.name)
            try await KeptCache.with(on: lookups, listener: database.connection) { cache in
                try await cache.until(.fresh(.notices))
                // The statement is prepared on each connection that the next reads can use.
                for number in 0..<16 {
                    _ = await cache.verdict(on: TokenHash(ofKey: "sk-other\(number)"))
                }
                relay.muteAnswers(after: "read_VerificationToken")
                async let verdict = cache.verdict(on: token)
                await relay.untilMuted()
                try await untilRead(server)
                let heard = cache.status.report.noticeCount
                try await insert(database)
                try await untilNoticed(cache, after: heard)
                relay.resume()
                _ = await verdict
                #expect(await cache.verdict(on: token).key?.keyAlias == "first")
            }
        }
    }

    @Test func `a notifier that is faster than a read starves no request`() async throws {
        try await WatchedDatabase.withCreated { watched in
            let database = watched.database
            try await insert(database)
            try await KeptCache.with(on: database.connection) { cache in
                try await cache.until(.fresh(.notices))
                let payload = NoticePayload.row(.verificationToken, key: [token.hex]).text
                let channel = watched.channel.name
                let flood = Task {
                    while !Task.isCancelled {
                        try await database.execute(
                            "SELECT pg_notify($1, $2 || repeat(' ', 0)) FROM generate_series(1, 50)",
                            [.text(channel), .text(payload)]
                        )
                    }
                }
                defer { flood.cancel() }
                for _ in 0..<200 {
                    #expect(await cache.verdict(on: token).key?.keyAlias == "first")
                }
            }
        }
    }

    @Test func `a killed listener is replaced, and what changed meanwhile is seen`() async throws {
        try await withServer { server, database in
            try await insert(database)
            try await KeptCache.with(on: database.connection) { cache in
                for round in 0..<5 {
                    try await cache.until(.fresh(.notices))
                    let sessions = cache.status.report.sessionCount
                    try await server.terminateSessions(where: "query LIKE 'LISTEN%'")
                    try await rename(database, "round \(round)")
                    try await Poll.until("another session") {
                        cache.status.report.sessionCount > sessions
                    }
                    try await cache.until(.fresh(.notices))
                    #expect(await cache.verdict(on: token).key?.keyAlias == "round \(round)")
                }
            }
        }
    }

    @Test func `a server that stops is missed, and found again with its changes`() async throws {
        try await withServer { server, database in
            try await insert(database)
            try await KeptCache.with(on: database.connection) { cache in
                try await cache.until(.fresh(.notices))
                await database.close()
                try await server.stop(.immediate)
                try await cache.untilStale()
                #expect(cache.verdictNow(on: token).key?.keyAlias == "first")
                #expect(await cache.verdict(on: TokenHash(ofKey: "sk-new")) == .unavailable)
                try await server.start()
                try await server.administer("SELECT 1")
                let changed = database.reopened()
                try await rename(changed, "second")
                try await cache.until(.fresh(.notices))
                #expect(await cache.verdict(on: token).key?.keyAlias == "second")
                await changed.close()
            }
        }
    }

    @Test func `a database that is down at the start heals by itself`() async throws {
        try await withServer { server, database in
            try await insert(database)
            await database.close()
            try await server.stop()
            try await KeptCache.with(on: database.connection) { cache in
                try await Poll.until("a reason") { cache.status.report.problem != nil }
                #expect(cache.freshness == .loading)
                #expect(await cache.verdict(on: token) == .unavailable)
                try await server.start()
                try await cache.until(.fresh(.notices))
                #expect(await cache.verdict(on: token).key?.keyAlias == "first")
            }
        }
    }

    @Test func `a half-open link is found out by its probe`() async throws {
        try await withRelay { _, database, relay in
            try await insert(database)
            let listener = relay.connection(database: database.name)
            try await KeptCache.with(on: database.connection, listener: listener) { cache in
                try await cache.until(.fresh(.notices))
                relay.stop()
                try await rename(database, "second")
                try await cache.untilStale()
                relay.cut()
                relay.resume()
                try await cache.until(.fresh(.notices))
                #expect(await cache.verdict(on: token).key?.keyAlias == "second")
            }
        }
    }

    @Test func `a listener in another database is refused with the reason`() async throws {
        try await WatchedDatabase.withCreated { watched in
            let server = watched.database.server
            try await server.withDatabase { other in
                let database = watched.database.connection
                try await KeptCache.with(on: database, listener: other.connection) { cache in
                    try await Poll.until("the reason") {
                        cache.status.report.problem?.contains("listening connection") == true
                    }
                    #expect(cache.freshness != .fresh(.notices))
                }
            }
        }
    }

    @Test func `a standby is refused with the reason`() async throws {
        try await withServer { server, database in
            try await insert(database)
            let standby = try await server.makeStandby()
            let connection = standby.connection(database: database.name)
            try await KeptCache.with(on: connection) { cache in
                try await Poll.until("the reason") {
                    cache.status.report.problem?.contains("standby") == true
                }
                #expect(cache.freshness == .loading)
                #expect(await cache.verdict(on: token) == .unavailable)
            }
            await standby.dispose()
        }
    }

    @Test func `junk from another role changes nothing and costs no reads`() async throws {
        try await WatchedDatabase.withCreated { watched in
            let database = watched.database
            try await insert(database)
            try await KeptCache.with(on: database.connection) { cache in
                try await cache.until(.fresh(.notices))
                try await database.execute(
                    script: """
                        DO $$ BEGIN
                            CREATE ROLE stranger;
                        EXCEPTION WHEN duplicate_object THEN NULL;
                        END $$;
                        SET ROLE stranger;
                        SELECT pg_notify('\(watched.channel.name)', 'junk ' || n || repeat('x', 200))
                            FROM generate_series(1, 20000) n;
                        RESET ROLE;
                        """
                )
                let loads = cache.status.report.loadCount
                try await Poll.until("all of it") { cache.status.report.junkCount >= 20_000 }
                #expect(cache.status.report.loadCount == loads)
                #expect(cache.accounts.update { cache, _ in cache.stats.queuedReads } == 0)
                #expect(cache.verdictNow(on: token).key?.keyAlias == "first")
                #expect(cache.freshness == .fresh(.notices))
            }
        }
    }

    private func withRelay(
        _ body: @escaping @Sendable (TestPostgres, TestDatabase, TCPRelay) async throws -> Void
    ) async throws {
        try await withServer { server, database in
            try await body(server, database, try await TCPRelay.start(to: server))
        }
    }

    /// Waits until the server has answered the read whose answer is held back.
    private func untilRead(_ server: TestPostgres) async throws {
        try await Poll.until("an answered read") {
            let rows = try await server.administer(
                """
                SELECT FROM pg_stat_activity
                WHERE query LIKE 'SELECT%VerificationToken%ANY%' AND state = 'idle'
                """
            )
            return !rows.isEmpty
        }
    }

    /// Waits until the listener has heard more than it had before.
    private func untilNoticed(_ cache: KeptCache, after count: Int) async throws {
        try await Poll.until("a notice") { cache.status.report.noticeCount > count }
    }
}
