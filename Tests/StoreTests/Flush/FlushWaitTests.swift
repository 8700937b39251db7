import TestSupport
import Testing

@testable import Store

@Suite("What the database refuses for a reason that is not in the records")
struct FlushWaitTests {
    @Test func `a row that a check refuses waits, since its partition may come`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.refuse(.spendLogs, when: "true", sqlState: "23514")
            try await bench.record(FlushSample.event(1))
            let report = await bench.flush()
            #expect(report.failures == 1 && report.obstacle == nil)
            #expect(report.lastError?.contains("refused by the test") == true)
            #expect(bench.home.aside.count == 0)
            #expect(bench.journal.status.pendingEvents == 1)
            try await rows.accept(.spendLogs)
            #expect(await bench.flushOn().lastError == nil)
            #expect(try await rows.requestIDs() == ["request-1"])
        }
    }

    @Test func `where a column is gone, the tables are looked at again, and it is left out`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await bench.record(FlushSample.event(1))
            #expect(await bench.flush().lastError == nil)
            try await bench.database.execute(
                "ALTER TABLE \(rows.catalog.quoted(.spendLogs)) DROP COLUMN total_tokens"
            )
            try await bench.record(FlushSample.event(2))
            #expect(await bench.flush().lastError?.contains("total_tokens") == true)
            #expect(bench.home.aside.count == 0)
            #expect(await bench.flushOn().lastError == nil)
            #expect(try await rows.requestIDs() == ["request-1", "request-2"])
        }
    }
}
