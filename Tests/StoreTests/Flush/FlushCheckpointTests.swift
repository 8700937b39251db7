import TestSupport
import Testing

@testable import Store

@Suite("The checkpoint and the journal agree, or the flush says why not")
struct FlushCheckpointTests {
    private let one = Money(picodollars: 1_234_567)

    @Test func `a missing checkpoint stops the flush until an operator names the number`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            for number in 1...3 { try await bench.record(FlushSample.event(number)) }
            await bench.flush()
            try await bench.record(FlushSample.event(4))
            try await bench.database.execute("DELETE FROM sidecar.checkpoint")
            #expect(await bench.flush().obstacle == .checkpointMissing)
            #expect(bench.ledger.pending[.team("t1")] == one)
            try await bench.restarted { (later) async throws in
                #expect(await later.flush().obstacle == .checkpointMissing)
                try resume(later, from: 2)
                let report = await later.flush()
                #expect(report.lastError == nil)
                #expect(report.obstacle == nil)
                #expect(try await rows.spend(.team("t1")) == 0.000006172835)
                #expect(later.ledger.pending.isEmpty)
                #expect(try await later.checkpoint() == 4)
                #expect(try binding(later)?.resumeFrom == nil)
            }
        }
    }

    @Test func `another database stops it, also the same one attached anew`() async throws {
        try await WatchedDatabase.with { watched in
            try await FlushBench.with(watched.database) { bench in
                let rows = try await FlushedRows(bench.database)
                try await rows.insert()
                try await bench.record(FlushSample.event(1))
                await bench.flush()
                _ = try await watched.detach()
                try await bench.record(FlushSample.event(2))
                #expect(await bench.flush().obstacle == .notAttached)
                _ = try await watched.attach()
                #expect(await bench.flush().obstacle == .otherDatabase)
                #expect(try await rows.spend(.team("t1")) == 0.000001234567)
                try resume(bench, from: 1)
                #expect(await bench.flush().obstacle == nil)
                #expect(try await rows.spend(.team("t1")) == 0.000002469134)
                #expect(bench.ledger.pending.isEmpty)
            }
        }
    }

    @Test func `a journal that holds nothing goes with any database`() async throws {
        try await WatchedDatabase.with { watched in
            try await FlushBench.with(watched.database) { bench in
                await bench.flush()
                _ = try await watched.detach()
                _ = try await watched.attach()
                #expect(await bench.flush().obstacle == nil)
                try await bench.record(FlushSample.event(1))
                #expect(await bench.flush().obstacle == nil)
                #expect(try await bench.checkpoint() == 1)
            }
        }
    }

    @Test func `of a state directory and its copy one goes on, and the other says why`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await bench.record(FlushSample.event(1))
            await bench.flush()
            let copy = try bench.home.copy()
            try await FlushBench.with(bench.database, home: copy) { (other) async throws in
                try await other.record(FlushSample.event(2))
                #expect(await other.flush().obstacle == nil)
                try await bench.record(FlushSample.event(3))
                #expect(await bench.flush().obstacle == .takenOver)
                try await other.record(FlushSample.event(4))
                #expect(await other.flush().obstacle == nil)
                try await bench.restarted { (later) async throws in
                    #expect(await later.flush().obstacle == .takenOver)
                    #expect(later.ledger.pending[.team("t1")] == one)
                }
                #expect(try await rows.requestIDs() == ["request-1", "request-2", "request-4"])
            }
        }
    }

    @Test func `a journal that lost its end goes on above the checkpoint, and says so`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            for number in 1...2 { try await bench.record(FlushSample.event(number)) }
            await bench.flush()
            let copy = try bench.home.copy()
            for number in 3...5 { try await bench.record(FlushSample.event(number)) }
            await bench.flush()
            await bench.journal.close()
            // The epoch and its holder are those of the copy: nobody has claimed since.
            try await FlushBench.with(bench.database, home: copy) { (later) async throws in
                // Taken up before the database was reached, under a number that was used.
                #expect(try await later.record(FlushSample.event(6)) == 3)
                let report = await later.flush()
                #expect(report.lastError == nil)
                #expect(report.obstacle == nil)
                #expect(report.skipped?.upperBound == 5)
                #expect(later.ledger.pending.isEmpty)
                #expect(try await rows.spend(.team("t1")) == 0.000007407402)
                #expect(try await rows.count(.spendLogs) == 6)
                #expect(try await later.record(FlushSample.event(7)) > 6)
                await later.flush()
                #expect(try await rows.spend(.team("t1")) == 0.000008641969)
            }
        }
    }

    @Test func `events that are not in the journal any more are named`() async throws {
        var settings = JournalSettings()
        settings.maximumBytes = 1 << 20
        settings.retention = .zero
        try await FlushBench.with(journal: settings) { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            for number in 1...40 {
                var event = FlushSample.event(number)
                event.log.metadata = "{\"x\":\"\(String(repeating: "x", count: 20_000))\"}"
                try await bench.record(event)
                if number % 10 == 0 { await bench.flush() }
            }
            bench.journal.flushed(through: 40)
            // Six to a segment: all but the one that is written on.
            try await Poll.until("trimmed") { bench.journal.status.first > 36 }
            let first = bench.journal.status.first
            try await bench.database.execute("UPDATE sidecar.checkpoint SET sequence = 3")
            let before = try await rows.spend(.team("t1"))
            #expect(await bench.flush().obstacle == .gap(4...(first - 1)))
            #expect(try await rows.spend(.team("t1")) == before)
            try resume(bench, from: first - 1)
            let report = await bench.flush()
            #expect(report.obstacle == nil)
            #expect(report.lastError == nil)
            #expect(try await bench.checkpoint() == 40)
            #expect(bench.ledger.pending.isEmpty)
        }
    }

    @Test func `an older checkpoint is found while nothing is to be booked`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            for number in 1...2 { try await bench.record(FlushSample.event(number)) }
            await bench.flush()
            try await bench.database.execute("UPDATE sidecar.checkpoint SET sequence = 1")
            bench.clock.advance(by: .seconds(9))
            #expect(await bench.flushOn().rewinds == 0)
            bench.clock.advance(by: .seconds(1))
            #expect(await bench.flushOn().rewinds == 1)
            #expect(try await bench.checkpoint() == 2)
            #expect(bench.ledger.pending.isEmpty)
        }
    }

    @Test func `an older checkpoint at the start is found too`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            for number in 1...3 { try await bench.record(FlushSample.event(number)) }
            await bench.flush()
            try await bench.database.execute("UPDATE sidecar.checkpoint SET sequence = 1")
            try await bench.restarted { (later) async throws in
                #expect(later.ledger.pending.isEmpty)
                try await later.flusher.databaseReached()
                #expect(later.ledger.pending[.team("t1")] == one + one)
                #expect(await later.flush().lastError == nil)
                #expect(later.ledger.pending.isEmpty)
                #expect(try await rows.spend(.team("t1")) == 0.000006172835)
            }
        }
    }

    @Test func `a checkpoint beyond what the start noted is what memory goes by`() async throws {
        try await FlushBench.with { bench in
            try await bench.record(FlushSample.event(1))
            let copy = try bench.home.copy()
            await bench.flush()
            await bench.journal.close()
            // The disk of before the flush: nothing was noted, all of it seems to be pending.
            try FileTree.remove("\(copy.journal)/binding")
            try await FlushBench.with(bench.database, home: copy) { (later) async throws in
                #expect(later.ledger.pending[.team("t1")] == one)
                #expect(await later.flush().obstacle == .takenOver)
                try resume(later, from: 1)
                #expect(await later.flush().obstacle == nil)
                #expect(later.ledger.pending.isEmpty)
            }
        }
    }

    @Test func `a database without our tables is waited for`() async throws {
        try await WatchedDatabase.withCreated { watched in
            try await FlushBench.with(watched.database) { bench in
                try await bench.record(FlushSample.event(1))
                #expect(await bench.flush().obstacle == .notAttached)
                _ = try await watched.attach()
                bench.clock.advance(by: .seconds(60))
                #expect(await bench.flushOn().obstacle == nil)
                #expect(try await bench.checkpoint() == 1)
            }
        }
    }

    @Test func `tables of a newer version are left alone`() async throws {
        try await FlushBench.with { bench in
            try await bench.database.execute("UPDATE sidecar.meta SET layout = layout + 1")
            try await bench.record(FlushSample.event(1))
            #expect(await bench.flush().obstacle == .newerLayout)
            #expect(try await bench.checkpoint() == nil)
        }
    }

    private func binding(_ bench: FlushBench) throws -> JournalBinding? {
        try JournalBinding.read(in: bench.home.journal)
    }

    /// What `sidecar journal resume --from N` writes.
    private func resume(_ bench: FlushBench, from sequence: Int64) throws {
        var binding = try binding(bench) ?? JournalBinding()
        binding.resumeFrom = sequence
        try binding.write(in: bench.home.journal)
    }
}
