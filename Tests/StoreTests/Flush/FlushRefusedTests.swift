import TestSupport
import Testing

@testable import Store

@Suite("Records that the database refuses")
struct FlushRefusedTests {
    private let amount = Money(picodollars: 1_234_567)

    @Test func `one among many is found and set aside, and the others are booked`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            for number in 1...20 {
                try await bench.record(
                    number == 13 ? FlushSample.poison(13) : FlushSample.event(number)
                )
            }
            let report = await bench.flush()
            #expect(report.lastError == nil)
            #expect(try await rows.count(.spendLogs) == 19)
            #expect(try await rows.column("api_requests", of: .dailyTeamSpend) == ["19"])
            #expect(try await rows.money(.team("t1")) == Money(picodollars: 19 * 1_234_567))
            let aside = bench.home.aside.list(limit: 10)
            #expect(aside.map(\.sequence) == [13])
            #expect(aside.first?.parts == .everything)
            #expect(aside.first?.sqlState == "54000")
            #expect(aside.first?.event == FlushSample.poison(13))
            // Its amount goes on counting.
            #expect(bench.ledger.pending[.team("t1")] == amount)
            #expect(try await bench.checkpoint() == bench.journal.status.last)
        }
    }

    @Test(arguments: ["\\u0000", "\\ud800"])
    func `where the log row alone is refused, the spend is booked`(text: String) async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            var poison = FlushSample.event(2)
            poison.log.metadata = "{\"a\":\"\(text)\"}"
            for event in [FlushSample.event(1), poison, FlushSample.event(3)] {
                try await bench.record(event)
            }
            #expect(await bench.flush().lastError == nil)
            #expect(try await rows.requestIDs() == ["request-1", "request-3"])
            #expect(try await rows.spend(.team("t1")) == 0.000003703701)
            let aside = bench.home.aside.list(limit: 10)
            #expect(aside.map(\.sequence) == [2])
            #expect(aside.first?.parts == .logRow)
            #expect(bench.ledger.pending.isEmpty)
        }
    }

    @Test func `a value that its column cannot hold is refused, and named by its code`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            // As a version of the proxy might have it whose columns are narrower.
            try await bench.database.execute(
                "ALTER TABLE \(rows.catalog.quoted(.spendLogs)) ALTER total_tokens TYPE smallint"
            )
            var event = FlushSample.event(1)
            event.log.totalTokens = 40_000
            try await bench.record(event)
            #expect(await bench.flush().lastError == nil)
            #expect(bench.home.aside.list(limit: 10).map(\.sqlState) == ["22003"])
        }
    }

    @Test func `the decision is on the disk before COMMIT passes the record`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await rows.refuse(.endUserTable, when: "NEW.user_id = 'e1'", sqlState: "22000")
            try await bench.record(FlushSample.event(1))
            while bench.home.aside.count == 0 { _ = await bench.flusher.flushOnce() }
            #expect(try await bench.checkpoint() == 0)
            // The cause is gone, but a replay does the same again.
            try await rows.accept(.endUserTable)
            try await bench.restarted { (later) async throws in
                #expect(later.journal.recovery.decisions.map(\.sequence) == [1])
                #expect(later.journal.recovery.decisions.first?.parts == .everything)
                #expect(later.ledger.pending[.team("t1")] == amount)
                #expect(await later.flush().lastError == nil)
                #expect(try await rows.count(.spendLogs) == 0)
                #expect(try await rows.spend(.team("t1")) == 0)
                #expect(later.ledger.pending[.team("t1")] == amount)
            }
        }
    }

    @Test func `a decision without its record, as a crash leaves it, gets the record back`()
        async throws
    {
        try await FlushBench.with { bench in
            try await bench.record(FlushSample.poison(1))
            let decision = AsideDecision(sequence: 1, parts: .everything, reason: "r")
            _ = try await bench.journal.append(.setAside(decision))
            try await bench.restarted { (later) async throws in
                #expect(later.home.aside.list(limit: 10).map(\.event) == [FlushSample.poison(1)])
                #expect(later.ledger.pending[.team("t1")] == amount)
                #expect(await later.flush().lastError == nil)
                #expect(later.ledger.pending[.team("t1")] == amount)
                try await later.restarted { (last) async throws in
                    #expect(last.ledger.pending[.team("t1")] == amount)
                }
            }
        }
    }

    @Test(arguments: [(keys: 2, most: 10), (keys: 1, most: 30)])
    func `ten refusals in a row, or thirty of one key, stop the flush until it is asked for`(
        keys: Int,
        most: Int
    ) async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            for number in 1...most + 2 {
                var event = FlushSample.logPoison(number)
                event.identity.token = Sample.token(1 + number % keys).hex
                try await bench.record(event)
            }
            let stopped = await bench.flushOn()
            guard case .refusals = stopped.obstacle else {
                Issue.record("not stopped: \(stopped)")
                return
            }
            #expect(bench.home.aside.count == most)
            bench.clock.advance(by: .seconds(600))
            #expect(await bench.flushOn().obstacle == stopped.obstacle)
            #expect(bench.home.aside.count == most)
            let report = await bench.flush()
            #expect(report.obstacle == nil)
            #expect(bench.home.aside.count == most + 2)
            let spent = Money(picodollars: Int128(most + 2) * 1_234_567)
            #expect(try await rows.money(.team("t1")) == spent)
        }
    }

    @Test func `nine do not, and a booked event between begins the count anew`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            for number in 1...19 {
                try await bench.record(
                    number == 10 ? FlushSample.event(10) : FlushSample.logPoison(number)
                )
            }
            let report = await bench.flushOn()
            #expect(report.obstacle == nil)
            #expect(bench.home.aside.count == 18)
            #expect(try await rows.money(.team("t1")) == Money(picodollars: 19 * 1_234_567))
        }
    }
}
