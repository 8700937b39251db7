import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import Store

@Suite("The flush as a service")
struct FlusherServiceTests {
    /// Runs a flusher, and a test beside it; then shuts it down.
    private func running(
        _ settings: FlushSettings = FlushSettings(),
        _ body: @escaping @Sendable (FlushBench, FlushedRows) async throws -> Void
    ) async throws {
        try await FlushBench.with(settings) { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            let group = ServiceGroup(
                services: [bench.flusher],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            try await withThrowingTaskGroup { tasks in
                tasks.addTask { try await group.run() }
                try await body(bench, rows)
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }

    @Test func `what is recorded is booked by itself`() async throws {
        var settings = FlushSettings()
        settings.interval = .zero
        try await running(settings) { bench, rows in
            for number in 1...3 {
                try await bench.record(FlushSample.event(number))
                try await Poll.until("booked") { bench.ledger.pending.isEmpty }
            }
            #expect(try await rows.spend(.team("t1")) == 0.000003703701)
        }
    }

    @Test func `it waits for the interval, and flush() does not`() async throws {
        var settings = FlushSettings()
        settings.interval = .seconds(3_600)
        try await running(settings) { bench, rows in
            // The first event finds nothing booked before it.
            try await bench.record(FlushSample.event(1))
            _ = await bench.flusher.flush()
            try await bench.record(FlushSample.event(2))
            #expect(bench.ledger.pending.count == 7)
            let report = await bench.flusher.flush()
            #expect(report.lastError == nil)
            #expect(report.events == 2)
            #expect(bench.ledger.pending.isEmpty)
            #expect(try await rows.spend(.team("t1")) == 0.000002469134)
        }
    }

    @Test func `flush() from many tasks is answered, with all that they recorded`() async throws {
        var settings = FlushSettings()
        settings.interval = .seconds(3_600)
        try await running(settings) { bench, _ in
            try await withThrowingTaskGroup { group in
                for number in 1...50 {
                    group.addTask {
                        let sequence = try await bench.record(FlushSample.event(number))
                        _ = await bench.flusher.flush()
                        return (sequence, bench.journal.status.flushed)
                    }
                }
                for try await (sequence, flushed) in group { #expect(flushed >= sequence) }
            }
        }
    }

    @Test func `at the shutdown it books what is left`() async throws {
        var settings = FlushSettings()
        settings.interval = .seconds(3_600)
        let kept = Locked<FlushBench?>(nil)
        try await running(settings) { bench, rows in
            try await bench.record(FlushSample.event(1))
            _ = await bench.flusher.flush()
            try await bench.record(FlushSample.event(2))
            kept.withLock { $0 = bench }
        }
        let bench = try #require(kept.withLock { $0 })
        #expect(bench.ledger.pending.isEmpty)
        #expect(bench.journal.status.flushed == 2)
        // It runs no more, and says at once how it fares.
        #expect(await bench.flusher.flush().events == 2)
    }

    @Test func `a journal that was closed does not end it`() async throws {
        try await running { bench, rows in
            try await bench.record(FlushSample.event(1))
            await bench.journal.close()
            let report = await bench.flusher.flush()
            #expect(report.lastError == nil)
            #expect(try await rows.spend(.team("t1")) == 0.000001234567)
        }
    }

    @Test func `while the database is away it waits, and then books all`() async throws {
        let server = try await TestPostgres.start()
        defer { _ = server }
        let database = try await server.makeDatabase()
        try await CreatedDatabase.fill(database)
        _ = try await WatchedDatabase(database).attach()
        await database.close()
        try await FlushBench.with(database) { bench in
            try await bench.record(FlushSample.event(1))
            await bench.flush()
            try await server.stop(.immediate)
            for number in 2...4 { try await bench.record(FlushSample.event(number)) }
            let report = await bench.flushOn()
            #expect(report.lastError != nil)
            #expect(bench.ledger.pending[.team("t1")] == Money(picodollars: 3 * 1_234_567))
            try await server.start()
            try await Poll.until("booked") { await bench.flush().lastError == nil }
            #expect(bench.ledger.pending.isEmpty)
            #expect(bench.journal.status.flushed == 4)
        }
        await server.dispose()
    }

    @Test func `looks and batches take turns, so that nothing is counted off twice`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            let isOver = Locked(false)
            try await withThrowingTaskGroup { group in
                for _ in 1...3 {
                    group.addTask {
                        while !isOver.withLock(\.self) {
                            try? await bench.flusher.databaseReached()
                        }
                    }
                }
                for number in 1...200 {
                    try await bench.record(FlushSample.event(number))
                    #expect(await bench.flushOn().lastError == nil)
                }
                isOver.withLock { $0 = true }
                try await group.waitForAll()
            }
            #expect(bench.ledger.pending.isEmpty)
            #expect(bench.ledger.misuses.isEmpty)
            #expect(bench.flusher.report.rewinds == 0)
        }
    }
}
