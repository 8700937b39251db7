import TestSupport
import Testing

@testable import Store

@Suite("A flush raises no notices")
struct FlushNoticeTests {
    @Test func `but for rows that it makes, and not even for these`() async throws {
        try await WatchedDatabase.with { watched in
            let database = watched.database
            let rows = try await FlushedRows(database)
            try await rows.insert()
            try await database.execute(
                "ALTER DATABASE \(database.name) SET track_functions = 'all'"
            )
            let listener = PostgresPool(database.settings, name: "listener")
            let channel = watched.channel.name
            try await listener.run { (connection) throws(PostgresError) in
                try connection.listen(channel)
            }
            try await FlushBench.with(database) { bench in
                // Makes the end user and the team membership.
                try await bench.record(FlushSample.event(1))
                #expect(await bench.flush().lastError == nil)
            }
            let inserts = try await calls(of: database)
            #expect(inserts == 2)
            try await FlushBench.with(database, home: JournalHome()) { bench in
                for number in 2...9 { try await bench.record(FlushSample.event(number)) }
                #expect(await bench.flush().obstacle == .takenOver)
            }
            try await database.execute("DELETE FROM sidecar.checkpoint")
            try await FlushBench.with(database, home: JournalHome()) { bench in
                for number in 2...9 { try await bench.record(FlushSample.event(number)) }
                #expect(await bench.flush().lastError == nil)
                #expect(try await rows.spend(.team("t1")) == 0.000011111103)
            }
            #expect(try await calls(of: database) == inserts)
            let notices = try await listener.run { (connection) throws(PostgresError) in
                let probe = NoticePayload.probe("end")
                try connection.notify(channel, payload: probe.text)
                var payloads: [NoticePayload?] = []
                while payloads.last != probe {
                    for notice in try connection.waitForNotices(timeout: .seconds(10)) {
                        payloads.append(NoticePayload(notice.payload))
                    }
                }
                return payloads
            }
            #expect(notices == [.probe("end")])
            await listener.shutdown()
        }
    }

    /// How often the triggers' function was called; sessions that have ended have told.
    private func calls(of database: TestDatabase) async throws -> Int64 {
        try await Poll.until("statistics") {
            try await database.execute(
                """
                SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_user_functions
                WHERE schemaname = 'sidecar'
                """
            ).only().int(0)
        }
    }
}
