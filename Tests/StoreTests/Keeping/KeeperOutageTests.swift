import TestSupport
import Testing

@testable import Store

/// Links and servers that go away and come back.
@Suite struct KeeperOutageTests {
    private let token = TokenHash(ofKey: "sk-outage")

    @Test func `a killed listener: stale, then fresh, with what changed meanwhile`() async throws {
        try await WatchedDatabase.with { watched in
            let (database, token) = (watched.database, token)
            try await database.insertKey(token)
            try await KeptCache.with(KeptCache.settings(database.connection)) { kept in
                try await kept.untilFresh()
                // Nobody gets in any more, but the session that `database` has already.
                try await database.server.administer(
                    "ALTER DATABASE \(database.name) ALLOW_CONNECTIONS false"
                )
                #expect(try await database.endListeners() == 1)
                try await Poll.until("stale") { kept.freshness.isStale }
                try await database.block(token)
                #expect(await kept.ask(token) == .staleOpen)
                #expect(await kept.ask(TokenHash(ofKey: "sk-other")) == .unavailable)
                try await database.server.administer(
                    "ALTER DATABASE \(database.name) ALLOW_CONNECTIONS true"
                )
                try await kept.untilFresh()
                #expect(await kept.ask(token) == .blocked)
                #expect(kept.report.sessionCount > 1)
            }
        }
    }

    @Test func `Postgres stopped, changed while it was away, and started again`() async throws {
        try await withServer { server, database in
            let token = token
            try await database.insertKey(token)
            let relay = try await TCPRelay.start(to: server)
            let settings = KeptCache.settings(relay.connection(database: database.name))
            try await KeptCache.with(settings) { kept in
                try await kept.untilFresh()
                await database.close()
                try await server.stop(.immediate)
                relay.cut()
                try await Poll.until("stale") { kept.freshness.isStale }
                #expect(await kept.ask(token) == .staleOpen)
                relay.stop()
                try await server.start()
                _ = try await database.connected { connection throws(PostgresError) in
                    try connection.execute(
                        "UPDATE \"LiteLLM_VerificationToken\" SET blocked = true"
                    )
                }
                #expect(kept.freshness.isStale)
                relay.cut()
                relay.resume()
                try await kept.untilFresh()
                #expect(await kept.ask(token) == .blocked)
            }
        }
    }

    @Test func `started with the database down, it heals without a restart`() async throws {
        try await withServer { server, database in
            let token = token
            try await database.insertKey(token)
            await database.close()
            try await server.stop()
            try await KeptCache.with(KeptCache.settings(database.connection)) { kept in
                try await Poll.until("a problem") { kept.report.problem != nil }
                #expect(kept.freshness == .loading)
                #expect(await kept.ask(token) == .unavailable)
                try await server.start()
                try await kept.untilFresh()
                #expect(await kept.ask(token) == .open)
                #expect(kept.end == nil)
                #expect(kept.report.problem == nil)
            }
        }
    }

    @Test func `a half-open link is found by its probe, and changes are seen`() async throws {
        try await WatchedDatabase.with { watched in
            let (database, token) = (watched.database, token)
            try await database.insertKey(token)
            let relay = try await TCPRelay.start(to: database.server)
            let settings = KeptCache.settings(
                database.connection,
                listener: relay.connection(database: database.name)
            )
            try await KeptCache.with(settings) { kept in
                try await kept.untilFresh()
                relay.stop()
                try await database.block(token)
                #expect(kept.glance(token) == .open, "its notice is stuck in the link")
                try await Poll.until("not fresh by notices") {
                    kept.freshness != .fresh(.notices)
                }
                // The look-ups work: until the link is back the tables are polled.
                try await kept.until(.blocked, on: token)
                #expect(kept.freshness == .fresh(.polling))
            }
        }
    }

    @Test func `a database that hangs is not called fresh for longer than a probe may take`()
        async throws
    {
        try await WatchedDatabase.with { watched in
            let database = watched.database
            let relay = try await TCPRelay.start(to: database.server)
            let settings = KeptCache.settings(
                relay.connection(database: database.name),
                listener: database.connection
            )
            try await KeptCache.with(settings) { kept in
                try await kept.untilFresh()
                relay.stop()
                // Two heartbeats are four seconds; a statement is given up after eight.
                try await Poll.until("not fresh", within: .seconds(6)) { !kept.freshness.isFresh }
            }
        }
    }

    @Test func `a queue of notices that fills up is no ground to claim that they work`()
        async throws
    {
        try await WatchedDatabase.with { watched in
            let (database, token) = (watched.database, token)
            var settings = KeptCache.settings(database.connection)
            // An empty queue is as full as that.
            settings.noticeQueueBound = 0
            try await KeptCache.with(settings) { kept in
                try await kept.untilFresh(.polling)
                #expect(kept.report.sessionCount == 1)
                #expect(kept.report.problem?.contains("queue") == true)
                try await database.insertKey(token)
                try await kept.until(.open, on: token)
                #expect(kept.freshness == .fresh(.polling))
            }
        }
    }

    @Test func `triggers that are switched off are found, and set right`() async throws {
        try await WatchedDatabase.with { watched in
            let (database, token) = (watched.database, token)
            try await database.insertKey(token)
            try await KeptCache.with(KeptCache.settings(database.connection)) { kept in
                try await kept.untilFresh()
                try await database.execute(
                    "ALTER TABLE \"LiteLLM_VerificationToken\" DISABLE TRIGGER USER"
                )
                try await database.block(token)
                try await kept.until(.blocked, on: token)
                try await kept.untilFresh()
                #expect(try await watched.check().isRight)
            }
        }
    }

    @Test func `a table that is dropped and made anew is watched and read anew`() async throws {
        try await WatchedDatabase.with { watched in
            let (database, token) = (watched.database, token)
            let table = "\"LiteLLM_VerificationToken\""
            try await database.insertKey(token)
            try await KeptCache.with(KeptCache.settings(database.connection)) { kept in
                try await kept.untilFresh()
                try await database.execute(
                    script: """
                        CREATE TABLE public.copy (LIKE \(table) INCLUDING ALL);
                        DROP TABLE \(table) CASCADE;
                        ALTER TABLE public.copy RENAME TO "LiteLLM_VerificationToken"
                        """
                )
                try await kept.until(.unknownKey, on: token)
                try await Poll.until("attached anew") { try await watched.isRightAgain() }
                try await kept.untilFresh()
                try await database.insertKey(token)
                try await kept.until(.open, on: token)
            }
        }
    }

    /// A server of its own, with tables, which the test may stop.
    private func withServer(
        _ body: (TestPostgres, TestDatabase) async throws -> Void
    ) async throws {
        let server = try await TestPostgres.start()
        let database = try await server.makeDatabase()
        try await CreatedDatabase.fill(database)
        try await body(server, database)
        await server.dispose()
    }
}

extension WatchedDatabase {
    /// Whether the tables of now are watched, which may be others than before.
    fileprivate func isRightAgain() async throws -> Bool {
        try await WatchedDatabase(database).check().isRight
    }
}
