import TestSupport
import Testing

@testable import Store

@Suite("A COMMIT that nobody answered")
struct FlushCommitTests {
    private let amount = Money(picodollars: 1_234_567)

    @Test(arguments: [false, true])
    func `one that was done is found out, and not done again`(restarts: Bool) async throws {
        try await WatchedDatabase.with { watched in
            let relay = try await TCPRelay.start(to: watched.database.server)
            let way = relay.connection(database: watched.database.name)
            try await FlushBench.with(watched.database, connection: way) { bench in
                let rows = try await FlushedRows(bench.database)
                try await rows.insert()
                await bench.flush()
                try await bench.record(FlushSample.event(1))
                // With the end of the text: BEGIN says READ COMMITTED.
                relay.muteAnswers(after: "COMMIT\u{0}")
                let attempt = Task { await bench.flusher.flushOnce() }
                await relay.untilMuted()
                try await Poll.until("committed") { try await bench.checkpoint() == 1 }
                relay.cut()
                #expect(await attempt.value == false)
                // Until it is known, it counts, and reads of these rows are not believed.
                #expect(bench.ledger.isFlushing)
                #expect(bench.ledger.pending[.team("t1")] == amount)
                #expect(bench.flusher.report.failures == 1)
                let check = { (bench: FlushBench) async throws in
                    #expect(await bench.flush().lastError == nil)
                    #expect(!bench.ledger.isFlushing)
                    #expect(bench.ledger.pending.isEmpty)
                    #expect(bench.journal.status.flushed == 1)
                    #expect(try await rows.spend(.team("t1")) == 0.000001234567)
                    #expect(try await rows.count(.spendLogs) == 1)
                }
                if restarts { try await bench.restarted(check) } else { try await check(bench) }
            }
        }
    }

    @Test(arguments: [false, true])
    func `one that was not done is found out, and done`(restarts: Bool) async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await endAtCommit(rows)
            try await bench.record(FlushSample.event(1))
            #expect(await bench.flusher.flushOnce() == false)
            #expect(bench.ledger.isFlushing)
            #expect(bench.ledger.pending[.team("t1")] == amount)
            #expect(try await bench.checkpoint() == 0)
            let check = { (bench: FlushBench) async throws in
                #expect(await bench.flush().lastError == nil)
                #expect(!bench.ledger.isFlushing)
                #expect(bench.ledger.pending.isEmpty)
                #expect(try await rows.spend(.team("t1")) == 0.000001234567)
                #expect(try await rows.count(.spendLogs) == 1)
                #expect(try await bench.checkpoint() == 1)
            }
            if restarts { try await bench.restarted(check) } else { try await check(bench) }
        }
    }

    @Test(arguments: [("off", "local"), ("on", "on"), ("remote_apply", "remote_apply")])
    func `one waits for the disk, whatever the database's setting`(
        setting: String,
        used: String
    )
        async throws
    {
        try await WatchedDatabase.with { watched in
            let name = watched.database.name
            try await watched.database.execute(
                script: """
                    ALTER DATABASE "\(name)" SET synchronous_commit = \(setting);
                    CREATE TABLE public.used (setting text);
                    CREATE FUNCTION public.note_setting() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        INSERT INTO public.used VALUES (current_setting('synchronous_commit'));
                        RETURN NULL;
                    END $$
                    """
            )
            try await FlushBench.with(watched.database) { bench in
                let rows = try await FlushedRows(bench.database)
                try await rows.database.execute(
                    "CREATE TRIGGER note_setting AFTER INSERT ON "
                        + "\(rows.catalog.quoted(.spendLogs)) "
                        + "EXECUTE FUNCTION public.note_setting()"
                )
                try await bench.record(FlushSample.event(1))
                #expect(await bench.flush().lastError == nil)
                let found = try await bench.database.execute("SELECT setting FROM public.used")
                #expect(try found.map { try $0.text(0) } == [used])
            }
        }
    }

    /// The first COMMIT after a log row ends the session that does it.
    private func endAtCommit(_ rows: FlushedRows) async throws {
        try await rows.database.execute(
            script: """
                CREATE SEQUENCE public.once;
                CREATE FUNCTION public.end_once() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF nextval('public.once') = 1 THEN
                        PERFORM pg_terminate_backend(pg_backend_pid());
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE CONSTRAINT TRIGGER end_once AFTER INSERT
                    ON \(rows.catalog.quoted(.spendLogs)) DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION public.end_once()
                """
        )
    }

    @Test func `what is recorded meanwhile is neither lost nor taken for booked`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await endAtCommit(rows)
            try await bench.record(FlushSample.event(1))
            _ = await bench.flusher.flushOnce()
            try await bench.record(FlushSample.event(2))
            #expect(bench.ledger.pending[.team("t1")] == Money(picodollars: 2_469_134))
            #expect(await bench.flush().lastError == nil)
            #expect(bench.ledger.pending.isEmpty)
            #expect(try await rows.spend(.team("t1")) == 0.000002469134)
        }
    }

    @Test func `a COMMIT that the server refuses is simply done again`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await bench.database.execute(
                script: """
                    CREATE SEQUENCE public.once;
                    CREATE FUNCTION public.fail_once() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF nextval('public.once') = 1 THEN
                            RAISE EXCEPTION 'no' USING ERRCODE = '40001';
                        END IF;
                        RETURN NULL;
                    END $$;
                    CREATE CONSTRAINT TRIGGER fail_once AFTER INSERT
                        ON \(rows.catalog.quoted(.spendLogs)) DEFERRABLE INITIALLY DEFERRED
                        FOR EACH ROW EXECUTE FUNCTION public.fail_once()
                    """
            )
            try await bench.record(FlushSample.event(1))
            #expect(await bench.flusher.flushOnce() == false)
            #expect(!bench.ledger.isFlushing)
            #expect(bench.home.aside.count == 0)
            #expect(await bench.flush().lastError == nil)
            #expect(try await rows.spend(.team("t1")) == 0.000001234567)
        }
    }
}
