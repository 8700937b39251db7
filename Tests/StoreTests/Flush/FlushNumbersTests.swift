import TestSupport
import Testing

@testable import Store

@Suite("A journal that is not what the checkpoint speaks of")
struct FlushNumbersTests {
    private let one = Money(picodollars: 1_234_567)

    /// A database that has five events, and a journal that has only the first two of them.
    private func withLostEnd(
        _ body: (FlushBench, FlushedRows, JournalHome) async throws -> Void
    ) async throws {
        try await FlushBench.with(home: JournalHome(disk: SimulatedDisk())) { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            for number in 1...2 { try await bench.record(FlushSample.event(number)) }
            await bench.flush()
            let copy = try bench.home.copy()
            for number in 3...5 { try await bench.record(FlushSample.event(number)) }
            await bench.flush()
            await bench.journal.close()
            // The epoch and its holder are those of the copy: nobody has claimed since.
            try await body(bench, rows, copy)
        }
    }

    /// Everything of so many events is booked once.
    private func expectBooked(_ count: Int, _ bench: FlushBench, _ rows: FlushedRows) async throws {
        #expect(bench.flusher.report.obstacle == nil)
        #expect(bench.flusher.report.lastError == nil)
        #expect(bench.ledger.pending.isEmpty)
        #expect(try await rows.count(.spendLogs) == Int64(count))
        let sum = Money(picodollars: Int128(count) * 1_234_567)
        #expect(try await rows.money(.team("t1")) == sum)
    }

    @Test(arguments: 1...5)
    func `what was taken before it was known is booked, however much it is`(
        count: Int
    )
        async throws
    {
        try await withLostEnd { bench, rows, copy in
            try await FlushBench.with(bench.database, home: copy) { (later) async throws in
                for number in 6..<(6 + count) {
                    try await later.record(FlushSample.event(number))
                }
                #expect(await later.flush().skipped == 3...5)
                try await expectBooked(5 + count, later, rows)
                #expect(try await later.record(FlushSample.event(20)) > 5 + count)
                await later.flush()
                try await expectBooked(6 + count, later, rows)
            }
        }
    }

    @Test func `a crash before the database is reached makes no difference`() async throws {
        try await withLostEnd { bench, rows, copy in
            var home = copy
            for number in 6...9 {
                try await FlushBench.with(bench.database, home: home) { (later) async throws in
                    try await later.record(FlushSample.event(number))
                    home = try later.home.copy()
                }
            }
            try await FlushBench.with(bench.database, home: home) { (later) async throws in
                await later.flush()
                try await expectBooked(9, later, rows)
            }
        }
    }

    @Test(arguments: 0..<6)
    func `a write that fails in the midst of it is made up for`(pass: Int) async throws {
        try await withLostEnd { bench, rows, copy in
            try await FlushBench.with(bench.database, home: copy) { (later) async throws in
                try await failOnce(later, after: pass)
                await later.flush()
                try await expectBooked(8, later, rows)
            }
        }
    }

    @Test(arguments: 0..<6)
    func `a write that fails in the midst of it is made up for by a start`(pass: Int) async throws {
        try await withLostEnd { bench, rows, copy in
            let home = Locked(copy)
            try await FlushBench.with(bench.database, home: copy) { (later) async throws in
                try await failOnce(later, after: pass)
                let left = try later.home.copy()
                home.withLock { $0 = left }
            }
            let left = home.withLock(\.self)
            try await FlushBench.with(bench.database, home: left) { (later) async throws in
                await later.flush()
                try await expectBooked(8, later, rows)
            }
        }
    }

    /// Three events, and a flush in which one write fails.
    private func failOnce(_ bench: FlushBench, after pass: Int) async throws {
        for number in 6...8 { try await bench.record(FlushSample.event(number)) }
        bench.home.disk?.fail(.write, of: ".wal", after: pass)
        await bench.flush()
        bench.home.disk?.mend()
    }

    @Test func `where the mark cannot be removed, nothing is booked before it is`() async throws {
        try await withLostEnd { bench, rows, copy in
            try await FlushBench.with(bench.database, home: copy) { (later) async throws in
                try await later.record(FlushSample.event(6))
                copy.disk?.fail(.remove, of: "unconfirmed")
                #expect(await later.flush().lastError != nil)
                #expect(try await later.checkpoint() == 5)
                await later.flush()
                try await expectBooked(6, later, rows)
            }
        }
    }

    @Test func `an older database later gets the new copies alone, and the loss is named`()
        async throws
    {
        try await withLostEnd { bench, rows, copy in
            try await FlushBench.with(bench.database, home: copy) { (later) async throws in
                for number in 6...7 { try await later.record(FlushSample.event(number)) }
                await later.flush()
                try await expectBooked(7, later, rows)
                try await bench.database.execute("UPDATE sidecar.checkpoint SET sequence = 2")
                #expect(await later.flush().obstacle == .gap(5...5))
                #expect(later.ledger.pending[.team("t1")] == one + one)
                #expect(try await rows.count(.spendLogs) == 7)
                try resume(later, from: 5)
                #expect(await later.flush().obstacle == nil)
                #expect(later.ledger.pending.isEmpty)
                // The rows of the log tell that it was these two that were booked again.
                #expect(try await rows.count(.spendLogs) == 7)
                #expect(
                    try await rows.money(.team("t1")) == Money(picodollars: 9 * 1_234_567)
                )
            }
        }
    }

    @Test func `a note above the journal's end and a database below it leave a named gap`()
        async throws
    {
        try await FlushBench.with { bench in
            for number in 1...4 { try await bench.record(FlushSample.event(number)) }
            await bench.flush()
            let copy = try bench.home.copy()
            for number in 5...6 { try await bench.record(FlushSample.event(number)) }
            await bench.flush()
            await bench.journal.close()
            try FileTree.store(Array("6\n".utf8), as: "flushed", in: copy.journal)
            try await bench.database.execute("UPDATE sidecar.checkpoint SET sequence = 3")
            try await FlushBench.with(bench.database, home: copy) { (later) async throws in
                #expect(try await later.record(FlushSample.event(7)) == 7)
                #expect(await later.flush().obstacle == .gap(5...6))
                #expect(try await later.checkpoint() == 4)
                #expect(later.ledger.pending[.team("t1")] == one)
            }
        }
    }

    @Test func `the oldest unflushed segments are missed, though none before them tells`()
        async throws
    {
        var settings = JournalSettings()
        settings.maximumBytes = 1 << 20
        try await FlushBench.with(journal: settings) { bench in
            for number in 1...10 { try await bench.record(FlushSample.event(number)) }
            await bench.flush()
            for number in 11...40 {
                var event = FlushSample.event(number)
                event.log.metadata = "{\"x\":\"\(String(repeating: "x", count: 20_000))\"}"
                try await bench.record(event)
            }
            let copy = try bench.home.copy()
            await bench.journal.close()
            let names = copy.names(".wal")
            for name in names.dropLast() { try FileTree.remove("\(copy.journal)/\(name)") }
            let last = try #require(names.last)
            let first = try #require(SegmentInfo.first(inName: last, suffix: ".wal"))
            try await FlushBench.with(bench.database, journal: settings, home: copy) {
                (later) async throws in
                #expect(await later.flush().obstacle == .gap(11...(first - 1)))
                #expect(try await later.checkpoint() == 10)
                try resume(later, from: first - 1)
                #expect(await later.flush().obstacle == nil)
                #expect(try await later.checkpoint() == 40)
            }
        }
    }

    @Test func `where only damage is left, the checkpoint passes it`() async throws {
        try await FlushBench.with { bench in
            try await bench.record(FlushSample.event(1))
            await bench.flush()
            let end = bench.journal.status.totalBytes
            try await bench.record(FlushSample.event(2))
            let name = bench.home.names(".wal")[0]
            let file = try OpenFile.update("\(bench.home.journal)/\(name)")
            try file.write([0xff, 0xff], at: end + 20)
            #expect(await bench.flush().lastError == nil)
            #expect(try await bench.checkpoint() == 2)
            #expect(bench.journal.status.pendingEvents == 0)
            #expect(bench.home.aside.record(2)?.event == nil)
            #expect(bench.flusher.report.events == 1)
        }
    }

    @Test func `a look that fails half-way counts nothing twice`() async throws {
        try await FlushBench.with(home: JournalHome(disk: SimulatedDisk())) { bench in
            await bench.flush()
            for number in 1...6 {
                var event = FlushSample.event(number)
                // So large that they are read in two goes.
                event.log.metadata = "{\"x\":\"\(String(repeating: "x", count: 1_500_000))\"}"
                try await bench.record(event)
            }
            let copy = try bench.home.copy()
            await bench.flush()
            #expect(try await bench.checkpoint() == 6)
            await bench.journal.close()
            try await FlushBench.with(bench.database, home: copy) { (later) async throws in
                let all = Money(picodollars: 6 * 1_234_567)
                #expect(later.ledger.pending[.team("t1")] == all)
                copy.disk?.fail(.open, of: ".wal", after: 1)
                #expect(await later.flush().lastError != nil)
                #expect(later.ledger.pending[.team("t1")] == all)
                #expect(await later.flush().lastError == nil)
                #expect(later.ledger.pending.isEmpty)
            }
        }
    }

    @Test func `a full journal whose oldest record is refused can still be flushed`() async throws {
        var settings = JournalSettings()
        settings.maximumBytes = 20_000
        try await FlushBench.with(journal: settings) { bench in
            try await bench.record(FlushSample.logPoison(1))
            var error: (any Error)?
            var number = 1
            while error == nil {
                number += 1
                do {
                    try await bench.record(FlushSample.event(number))
                } catch let refusal {
                    error = refusal
                }
            }
            #expect(error as? JournalError == .full)
            #expect(await bench.flush().lastError == nil)
            #expect(try await bench.checkpoint() == bench.journal.status.last)
            #expect(bench.home.aside.list(limit: 10).map(\.sequence) == [1])
        }
    }

    /// What `sidecar journal resume --from N` writes.
    private func resume(_ bench: FlushBench, from sequence: Int64) throws {
        var binding = try JournalBinding.read(in: bench.home.journal) ?? JournalBinding()
        binding.resumeFrom = sequence
        try binding.write(in: bench.home.journal)
    }
}
