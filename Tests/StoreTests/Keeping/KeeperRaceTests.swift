import TestSupport
import Testing

@testable import Store

/// Reads that are overtaken by changes, on a real database; the test holds the reads in its hand.
@Suite struct KeeperRaceTests {
    private let token = TokenHash(ofKey: "sk-race")

    @Test func `a fill that read the old row before a change never publishes it`() async throws {
        try await WatchedDatabase.with { watched in
            let database = watched.database
            try await database.insertKey(token)
            try await KeptCache.with(KeptCache.settings(database.connection), reads: false) {
                kept in
                try await kept.untilFresh()
                #expect(kept.glance(token) == .open)
                kept.accounts.invalidate(rows: [.key(token)], tables: [])
                let old = try await Self.readKeys(kept)
                #expect(old.rows.map(\.isBlocked) == [false])
                let heard = kept.report.noticeCount
                try await database.block(token)
                try await Poll.until("the notice") { kept.report.noticeCount > heard }
                Self.publish(old, in: kept)
                #expect(kept.glance(token) == .mustWait)
                try await Self.reading(kept) { #expect(await kept.ask(token) == .blocked) }
            }
        }
    }

    @Test func `a fill that found no row before an insert never publishes that`() async throws {
        try await WatchedDatabase.with { watched in
            let database = watched.database
            try await KeptCache.with(KeptCache.settings(database.connection), reads: false) {
                kept in
                try await kept.untilFresh()
                #expect(kept.glance(token) == .mustWait)
                let old = try await Self.readKeys(kept)
                #expect(old.rows.isEmpty)
                let heard = kept.report.noticeCount
                try await database.insertKey(token)
                try await Poll.until("the notice") { kept.report.noticeCount > heard }
                Self.publish(old, in: kept)
                #expect(kept.glance(token) == .mustWait)
                try await Self.reading(kept) { #expect(await kept.ask(token) == .open) }
            }
        }
    }

    @Test func `a notifier that is faster than every read starves no request`() async throws {
        try await WatchedDatabase.with { watched in
            let (database, channel, token) = (watched.database, watched.channel.name, token)
            try await database.insertKey(token)
            let unknown = TokenHash(ofKey: "sk-nobody")
            let payloads = [token, unknown].map { token in
                NoticePayload.row(.verificationToken, key: [token.hex]).text
            }
            try await KeptCache.with(KeptCache.settings(database.connection)) { kept in
                try await kept.untilFresh()
                await withThrowingTaskGroup { group in
                    group.addTask {
                        while !Task.isCancelled {
                            for payload in payloads {
                                try await database.execute(
                                    "SELECT pg_notify($1, $2) FROM generate_series(1, 50)",
                                    [.text(channel), .text(payload)]
                                )
                            }
                        }
                    }
                    let before = kept.report.noticeCount
                    for _ in 0..<50 {
                        #expect(await kept.ask(token) == .open)
                        #expect(await kept.ask(unknown) == .unknownKey)
                    }
                    #expect(kept.report.noticeCount > before)
                    group.cancelAll()
                    try? await group.waitForAll()
                }
            }
        }
    }

    @Test func `junk from another role changes nothing, and costs bounded work`() async throws {
        let role = TestDirectory.uniqueName("junk")
        try await WatchedDatabase.with { watched in
            let (database, channel, token) = (watched.database, watched.channel.name, token)
            try await database.insertKey(token)
            try await database.execute("CREATE ROLE \(role)")
            var settings = KeptCache.settings(database.connection)
            settings.limits.queuedNotices = 100
            try await KeptCache.with(settings, reads: false) { kept in
                try await kept.untilFresh()
                let loads = kept.report.loadCount
                try await database.connected { connection throws(PostgresError) in
                    try connection.execute("SET ROLE \(role)")
                    try connection.execute(
                        "SELECT pg_notify($1, 'junk ' || i) FROM generate_series(1, 5000) i",
                        [.text(channel)]
                    )
                    try connection.execute(
                        """
                        SELECT pg_notify(
                            $1, '1;VerificationToken;' || encode(sha256(i::text::bytea), 'hex'))
                        FROM generate_series(1, 5000) i
                        """,
                        [.text(channel)]
                    )
                }
                try await Poll.until("all of it") {
                    kept.report.junkCount == 5_000 && kept.report.noticeCount >= 5_000
                }
                // Nobody reads here, so what is queued is all that would ever be read.
                let reads = kept.accounts.update { cache, _ in cache.keys.reads.count }
                #expect(reads == 100)
                #expect(kept.glance(token) == .open)
                #expect(kept.report.loadCount == loads)
                #expect(kept.accounts.update { cache, _ in cache.keys.rowCount } == 1)
            }
            try await database.execute("DROP ROLE \(role)")
        }
    }

    private static func readKeys(
        _ kept: KeptCache
    ) async throws -> (batch: ReadBatch<KeyRow>, rows: [KeyRow]) {
        let taken = kept.accounts.update { cache, _ in cache.takeReads(of: KeyRow.self) }
        let batch = try #require(taken)
        let rows = try await kept.connections.read { reader, connection throws(PostgresError) in
            try reader.rows(batch.ids, on: connection) as [KeyRow]
        }
        return (batch, rows)
    }

    private static func publish(
        _ read: (batch: ReadBatch<KeyRow>, rows: [KeyRow]),
        in kept: KeptCache
    ) {
        let woken = kept.accounts.update { cache, _ in
            cache.finishReads(read.batch, rows: read.rows)
        }
        kept.accounts.resume(woken, .answered)
    }

    /// Lets the real reader work while `body` runs.
    private static func reading(_ kept: KeptCache, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { await kept.read() }
            kept.accounts.wakeReader()
            try await body()
            group.cancelAll()
        }
    }
}
