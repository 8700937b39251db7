import TestSupport
import Testing

@testable import Store

@Suite("A flush loses and doubles no log row")
struct FlushReplayTests {
    /// Several requests that all have one id.
    private static func twin(_ number: Int) -> SpendEvent {
        var event = FlushSample.event(number)
        event.log.requestID = "twin"
        return event
    }

    private static func suffixed(_ sequence: Int) -> String {
        "twin:\(JournalHome.instance):\(sequence)"
    }

    @Test func `one id three times in a batch is three rows`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            for number in 1...3 { try await bench.record(Self.twin(number)) }
            #expect(await bench.flush().lastError == nil)
            #expect(bench.flusher.report.batches == 1)
            #expect(try await rows.requestIDs() == ["twin", Self.suffixed(2), Self.suffixed(3)])
        }
    }

    @Test func `one id in two batches is two rows`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            for number in 1...2 {
                try await bench.record(Self.twin(number))
                #expect(await bench.flush().lastError == nil)
            }
            #expect(try await rows.requestIDs() == ["twin", Self.suffixed(2)])
        }
    }

    @Test func `somebody else's row stays as it is, and ours gets a suffix`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await bench.database.execute(
                """
                INSERT INTO \(rows.catalog.quoted(.spendLogs))
                    (request_id, call_type, "startTime", "endTime", model)
                VALUES ('twin', 'x', now(), now(), 'theirs')
                """
            )
            try await bench.record(Self.twin(1))
            #expect(await bench.flush().lastError == nil)
            let found = try await rows.column("request_id || model", of: .spendLogs)
            #expect(found == ["\(Self.suffixed(1))gpt-4o", "twintheirs"])
        }
    }

    @Test func `a database of before gets what it lacks, once, and nothing else`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await bench.record(Self.twin(1))
            try await bench.record(FlushSample.event(2))
            await bench.flush()
            let copy = try await rows.snapshot()
            try await bench.record(Self.twin(3))
            try await bench.record(FlushSample.event(4))
            try await bench.record(Self.twin(5))
            try await untilBooked(bench)
            let expected = try await rows.dump()

            try await rows.restore(copy)
            #expect(try await bench.checkpoint() == 2)
            _ = try await bench.connections.rediscover()
            try await bench.flusher.databaseReached()
            #expect(bench.flusher.report.rewinds == 1)
            #expect(bench.ledger.pending[.team("t1")] == Money(picodollars: 3 * 1_234_567))
            try await untilBooked(bench)
            #expect(try await rows.dump() == expected)
            #expect(try await rows.count(.spendLogs) == 5)
            #expect(bench.ledger.pending.isEmpty)
            #expect(try await bench.checkpoint() == 5)
        }
    }

    @Test func `log rows that outlived a lost checkpoint are known again`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            for number in 1...3 { try await bench.record(Self.twin(number)) }
            await bench.flush()
            let ids = try await rows.requestIDs()
            try await bench.database.execute("UPDATE sidecar.checkpoint SET sequence = 0")
            try await bench.flusher.databaseReached()
            #expect(await bench.flush().lastError == nil)
            #expect(try await rows.requestIDs() == ids)
        }
    }

    @Test func `a row that names our marker under another id is not taken for ours`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await bench.database.execute(
                """
                INSERT INTO \(rows.catalog.quoted(.spendLogs))
                    (request_id, call_type, "startTime", "endTime", metadata)
                VALUES ('twin', 'x', now(), now(), $1::jsonb)
                """,
                [.text(#"{"sidecar_event":"\#(JournalHome.instance):7"}"#)]
            )
            try await bench.record(Self.twin(1))
            #expect(await bench.flush().lastError == nil)
            #expect(try await rows.requestIDs() == ["twin", Self.suffixed(1)])
        }
    }

    @Test func `a caller cannot set the marker`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            var event = FlushSample.event(1)
            event.log.metadata = #"{"sidecar_event":"theirs"}"#
            try await bench.record(event)
            await bench.flush()
            let markers = try await rows.column("metadata ->> 'sidecar_event'", of: .spendLogs)
            #expect(markers == ["\(JournalHome.instance):1"])
        }
    }

    /// The first try meets a session that was ended.
    private func untilBooked(_ bench: FlushBench) async throws {
        try await Poll.until("booked") { await bench.flush().lastError == nil }
    }
}
