import TestSupport
import Testing

@testable import Store

@Suite("A flush books on every row")
struct FlushBookingTests {
    private static let everybody = FlushSample.event(1).charged

    @Test func `everybody whom an event charges is raised, exactly and once`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            for number in 1...3 { try await bench.record(FlushSample.event(number)) }
            let report = await bench.flush()
            #expect(report.lastError == nil)
            #expect(report.events == 3)
            #expect(report.unmatchedRows == 0)
            #expect(Self.everybody.count == 7)
            for entity in Self.everybody {
                #expect(try await rows.spend(entity) == 0.000003703701, "\(entity)")
                #expect(bench.ledger.spends[entity] == Money(picodollars: 3_703_701))
            }
            #expect(bench.ledger.pending.isEmpty)
            #expect(!bench.ledger.isFlushing)
            #expect(try await bench.checkpoint() == 3)
            #expect(bench.journal.status.flushed == 3)
        }
    }

    @Test func `a key has its total and its last use, a member its total`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            for number in 1...2 {
                var event = FlushSample.event(number, spend: Money(picodollars: 500_000_000_000))
                event.log.endTime = FlushSample.start + .seconds(60 - number)
                try await bench.record(event)
                await bench.flush()
            }
            let key = try await rows.column(
                "spend || ' ' || total_spend || ' ' || last_active",
                of: .verificationToken
            )
            #expect(key == ["1 1 2026-12-01 09:30:59.125"])
            let member = try await rows.column(
                "spend || ' ' || total_spend",
                of: .teamMembership
            )
            #expect(member == ["1 1"])
        }
    }

    @Test func `a membership is made only for somebody on the roster`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert(onRoster: false)
            try await bench.record(FlushSample.event(1))
            let report = await bench.flush()
            #expect(report.lastError == nil)
            #expect(try await rows.count(.teamMembership) == 0)
            #expect(report.unmatchedRows == 1)
            #expect(bench.ledger.pending.isEmpty)
        }
    }

    @Test func `a membership that is there is raised, roster or not`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert(onRoster: false)
            try await bench.database.execute(
                "INSERT INTO \(rows.catalog.quoted(.teamMembership)) "
                    + "(user_id, team_id, spend, total_spend) VALUES ('u1', 't1', 2, 1)"
            )
            try await bench.record(
                FlushSample.event(1, spend: Money(picodollars: 500_000_000_000))
            )
            await bench.flush()
            let sums = try await rows.column("spend || ' ' || total_spend", of: .teamMembership)
            #expect(sums == ["2.5 2.5"])
        }
    }

    @Test func `an end user is made when missing, and raised when there`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await bench.record(FlushSample.event(1))
            await bench.flush()
            try await bench.record(FlushSample.event(2))
            let report = await bench.flush()
            #expect(try await rows.spend(.endUser("e1")) == 0.000002469134)
            // Nobody else is made: all six others were missed twice.
            #expect(report.unmatchedRows == 12)
            for table in [TableName.userTable, .teamTable, .verificationToken, .teamMembership] {
                #expect(try await rows.count(table) == 0)
            }
        }
    }

    @Test func `the master key's spend is logged under its name, and books on its user`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            var event = FlushSample.event(1)
            event.identity = SpendIdentity(token: "litellm_proxy_master_key")
            event.identity.userID = "u1"
            event.identity.isResolved = true
            event.endUserID = nil
            try await bench.record(event)
            let report = await bench.flush()
            #expect(report.lastError == nil)
            #expect(report.unmatchedRows == 0)
            #expect(try await rows.spend(.user("u1")) == 0.000001234567)
            #expect(try await rows.spend(.key(FlushSample.key)) == 0)
            let names = try await rows.column("api_key", of: .spendLogs)
            #expect(names == ["litellm_proxy_master_key"])
            let daily = try await rows.column("api_key", of: .dailyUserSpend)
            #expect(daily == ["litellm_proxy_master_key"])
        }
    }

    @Test func `ids that differ only in how a letter is written are two rows`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            for (number, id) in ["caf\u{e9}", "cafe\u{301}"].enumerated() {
                var event = FlushSample.event(number, of: FlushSample.key)
                event.endUserID = id
                try await bench.record(event)
            }
            #expect(await bench.flush().lastError == nil)
            #expect(
                try await rows.column("spend", of: .endUserTable) == [
                    "1.234567e-06", "1.234567e-06",
                ]
            )
            #expect(try await rows.count(.dailyEndUserSpend) == 2)
        }
    }
}
