import TestSupport
import Testing

@testable import Store

@Suite("Records that were set aside and are tried again")
struct FlushRetryTests {
    private let amount = Money(picodollars: 1_234_567)

    @Test func `what was refused wholly is booked once, however often it is asked for`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await rows.refuse(.endUserTable, when: "true", sqlState: "22000")
            try await bench.record(FlushSample.event(1))
            await bench.flush()
            #expect(bench.ledger.pending[.team("t1")] == amount)
            try await rows.accept(.endUserTable)

            let receipt = try await bench.flusher.retryAside(1)
            #expect(receipt?.isRepeat == false)
            #expect(try await bench.flusher.retryAside(1) == nil)
            #expect(bench.ledger.pending[.team("t1")] == amount)
            #expect(await bench.flush().lastError == nil)
            #expect(bench.ledger.pending.isEmpty)
            #expect(try await rows.requestIDs() == ["request-1"])
            #expect(try await rows.spend(.team("t1")) == 0.000001234567)
            try await bench.restarted { (later) async throws in
                #expect(later.ledger.pending.isEmpty)
                #expect(try await later.flusher.retryAside(1) == nil)
                #expect(await later.flush().lastError == nil)
                #expect(try await rows.spend(.team("t1")) == 0.000001234567)
            }
        }
    }

    @Test func `where the log row was refused, it alone is written`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await rows.refuse(.spendLogs, when: "true", sqlState: "23502")
            try await bench.record(FlushSample.event(1))
            await bench.flush()
            #expect(bench.home.aside.list(limit: 9).map(\.parts) == [.logRow])
            try await rows.accept(.spendLogs)
            _ = try await bench.flusher.retryAside(1)
            #expect(await bench.flush().lastError == nil)
            #expect(try await rows.requestIDs() == ["request-1"])
            #expect(try await rows.spend(.team("t1")) == 0.000001234567)
            #expect(try await rows.column("api_requests", of: .dailyTeamSpend) == ["1"])
            #expect(bench.ledger.pending.isEmpty)
        }
    }

    @Test func `what is refused again is set aside again, and goes on counting`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await rows.refuse(.endUserTable, when: "true", sqlState: "22000")
            try await bench.record(FlushSample.event(1))
            await bench.flush()
            let receipt = try #require(try await bench.flusher.retryAside(1))
            #expect(await bench.flush().lastError == nil)
            #expect(bench.home.aside.list(limit: 9).map(\.sequence) == [receipt.sequence])
            #expect(bench.ledger.pending[.team("t1")] == amount)
            try await bench.restarted { (later) async throws in
                #expect(later.ledger.pending[.team("t1")] == amount)
                try await rows.accept(.endUserTable)
                _ = try await later.flusher.retryAside(receipt.sequence)
                #expect(await later.flush().lastError == nil)
                #expect(later.ledger.pending.isEmpty)
                #expect(try await rows.spend(.team("t1")) == 0.000001234567)
            }
        }
    }

    @Test func `a retry that nobody could note is known by its key, and noted at the start`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await rows.refuse(.endUserTable, when: "true", sqlState: "22000")
            try await bench.record(FlushSample.event(1))
            await bench.flush()
            try await rows.accept(.endUserTable)
            let record = try #require(bench.home.aside.record(1))
            let event = try #require(record.event)
            // As a crash between the two steps of a retry leaves it.
            _ = try await bench.journal.append(
                .event(event, retry: SpendRetry(of: 1, parts: .everything))
            )
            try await bench.restarted { (later) async throws in
                #expect(later.home.aside.count == 0)
                #expect(later.ledger.pending[.team("t1")] == amount)
                #expect(await later.flush().lastError == nil)
                #expect(later.ledger.pending.isEmpty)
                #expect(try await rows.spend(.team("t1")) == 0.000001234567)
            }
        }
    }

    @Test func `there is nothing to retry where nothing was set aside`() async throws {
        try await FlushBench.with { (bench) async throws in
            #expect(try await bench.flusher.retryAside(1) == nil)
        }
    }

    @Test func `calls at once for one record get one receipt, and it is booked once`() async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await rows.refuse(.endUserTable, when: "true", sqlState: "22000")
            try await bench.record(FlushSample.event(1))
            await bench.flush()
            try await rows.accept(.endUserTable)
            let receipts = try await withThrowingTaskGroup { group in
                for _ in 1...16 {
                    group.addTask { try await bench.flusher.retryAside(1)?.sequence }
                }
                var all: [Int64?] = []
                for try await receipt in group { all.append(receipt) }
                return all
            }
            // Whoever comes after the last of those at once finds nothing left.
            let given = Set(receipts.compactMap(\.self))
            #expect(given.count == 1)
            #expect(await bench.flush().lastError == nil)
            #expect(bench.ledger.pending.isEmpty)
            #expect(try await rows.spend(.team("t1")) == 0.000001234567)
        }
    }
}
