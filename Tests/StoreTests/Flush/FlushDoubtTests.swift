import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("Where a flush, or an operator, could book twice or leave out")
struct FlushDoubtTests {
    private let amount = Money(picodollars: 1_234_567)

    @Test func `resuming a healthy journal too early stops the flush instead of booking twice`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            for number in 1...3 { try await bench.record(FlushSample.event(number)) }
            await bench.flush()
            try await bench.restarted { (later) async throws in
                try resume(later, from: 1)
                #expect(await later.flush().obstacle == .resumedTooEarly(1, 3))
                try resume(later, from: 3)
                #expect(await later.flush().obstacle == nil)
                #expect(try await rows.spend(.team("t1")) == 0.000003703701)
                #expect(later.ledger.pending.isEmpty)
            }
        }
    }

    /// What `sidecar journal resume --from N` writes.
    private func resume(_ bench: FlushBench, from sequence: Int64) throws {
        var binding = try JournalBinding.read(in: bench.home.journal) ?? JournalBinding()
        binding.resumeFrom = sequence
        try binding.write(in: bench.home.journal)
    }

    /// The session is gone for us, and the server is still at the COMMIT.
    @Test func `a look waits for a commit of ours that is still under way`() async throws {
        try await WatchedDatabase.with { watched in
            let relay = try await TCPRelay.start(to: watched.database.server)
            let way = relay.connection(database: watched.database.name)
            try await FlushBench.with(watched.database, connection: way) { bench in
                let rows = try await FlushedRows(bench.database)
                try await rows.insert()
                await bench.flush()
                try await commitsSlowly(rows)
                try await bench.record(FlushSample.event(1))
                relay.muteAnswers(after: "COMMIT\u{0}")
                let attempt = Task { await bench.flusher.flushOnce() }
                await relay.untilMuted()
                relay.cut()
                #expect(await attempt.value == false)
                #expect(bench.ledger.isFlushing)
                try await Poll.until("booked once") {
                    await bench.flush().lastError == nil
                }
                #expect(bench.ledger.pending.isEmpty)
                #expect(bench.flusher.report.batches == 0)
                #expect(try await rows.spend(.team("t1")) == 0.000001234567)
                #expect(try await rows.count(.spendLogs) == 1)
            }
        }
    }

    private func commitsSlowly(_ rows: FlushedRows) async throws {
        try await rows.database.execute(
            script: """
                CREATE FUNCTION public.linger() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER linger AFTER INSERT
                    ON \(rows.catalog.quoted(.spendLogs)) DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION public.linger()
                """
        )
    }

    @Test func `a database that does not say what it has keeps its rows from being read`()
        async throws
    {
        try await FlushBench.with { bench in
            try await bench.record(FlushSample.event(1))
            await bench.flush()
            let holder = try await LockHolder(
                bench.database,
                "SELECT FROM sidecar.checkpoint FOR UPDATE"
            )
            await #expect(throws: StoreError.self) { try await bench.flusher.databaseReached() }
            try await holder.release()
            try await bench.flusher.databaseReached()
        }
    }

    @Test func `an operator's business does not keep its rows from being read`() async throws {
        try await FlushBench.with { bench in
            try await bench.record(FlushSample.event(1))
            await bench.flush()
            try await bench.database.execute("DELETE FROM sidecar.checkpoint")
            try await bench.flusher.databaseReached()
            #expect(bench.flusher.report.obstacle == .checkpointMissing)
        }
    }

    @Test func `a retry that could not be noted is not recorded twice, however late`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await rows.refuse(.endUserTable, when: "true", sqlState: "22000")
            try await bench.record(FlushSample.event(1))
            await bench.flush()
            try await rows.accept(.endUserTable)
            // The name that the note would get is taken by a directory with something in it.
            let path = bench.home.path + "/aside/" + String(repeating: "0", count: 19) + "1.retried"
            try FileTree.makeDirectory(path, mode: 0o700)
            try FileTree.makeDirectory(path + "/x", mode: 0o700)
            await #expect(throws: StoreError.self) { try await bench.flusher.retryAside(1) }
            bench.clock.advance(by: .seconds(7_200))
            try FileManager.default.removeItem(atPath: path)
            _ = try await bench.flusher.retryAside(1)
            #expect(await bench.flush().lastError == nil)
            #expect(try await rows.spend(.team("t1")) == 0.000001234567)
            #expect(bench.ledger.pending.isEmpty)
        }
    }

    @Test func `a record of which more is refused than before is kept with its spend`() throws {
        let home = try JournalHome()
        var record = AsideRecord(
            sequence: 7,
            event: FlushSample.event(7),
            parts: .logRow,
            reason: "the log row",
            setAsideAt: FlushSample.start
        )
        #expect(try home.aside.put(record))
        #expect(try !home.aside.put(record))
        record.parts = .everything
        #expect(try home.aside.put(record))
        record.parts = .logRow
        #expect(try !home.aside.put(record))
        #expect(home.aside.list(limit: 9).map(\.parts) == [.everything])
    }
}
