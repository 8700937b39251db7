import TestSupport
import Testing

@testable import Store

@Suite("A flush beside other writers")
struct FlushLockTests {
    private static let names = (1...20).map { "n\($0)" }
    private static let dollar = Money(picodollars: 1_000_000_000_000)

    private func writer(_ rows: FlushedRows) -> ProxyWriter {
        ProxyWriter(
            rows: rows,
            keys: (1...20).map { Sample.token($0).hex },
            users: Self.names,
            teams: Array(Self.names.prefix(5))
        )
    }

    private func insert(_ rows: FlushedRows) async throws {
        let roster = Self.names.map { "{\"user_id\":\"\($0)\"}" }.joined(separator: ",")
        for name in Self.names {
            try await rows.database.execute(
                "INSERT INTO \(rows.catalog.quoted(.userTable)) (user_id) VALUES ($1)",
                [.text(name)]
            )
            try await rows.database.execute(
                "INSERT INTO \(rows.catalog.quoted(.endUserTable)) (user_id) VALUES ($1)",
                [.text(name)]
            )
        }
        for name in Self.names.prefix(5) {
            try await rows.database.execute(
                "INSERT INTO \(rows.catalog.quoted(.teamTable)) (team_id, members_with_roles) "
                    + "VALUES ($1, $2::jsonb)",
                [.text(name), .text("[\(roster)]")]
            )
        }
        for number in 1...20 { try await rows.insert(Sample.token(number)) }
    }

    /// The combination of rows that differs from event to event.
    private func event(_ number: Int) -> SpendEvent {
        var event = FlushSample.event(number, of: Sample.token(number % 20 + 1))
        event.spend = Self.dollar
        event.identity.userID = Self.names[number * 7 % 20]
        event.identity.teamID = Self.names[number * 3 % 5]
        event.endUserID = Self.names[number * 11 % 20]
        return event
    }

    @Test func `neither loses, doubles or deadlocks, at full speed`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await insert(rows)
            let writer = writer(rows)
            let isOver = Locked(false)
            let rounds = try await withThrowingTaskGroup(of: Int.self) { group in
                for step in [ProxyWriter.book, ProxyWriter.writeRosters] {
                    group.addTask {
                        try await bench.database.connected { (connection) throws(PostgresError) in
                            var rounds = 0
                            while !isOver.withLock(\.self) {
                                try step(writer)(connection)
                                rounds += 1
                            }
                            return rounds
                        }
                    }
                }
                for batch in 0..<40 {
                    try await bench.record((1...50).map { event(batch * 50 + $0) })
                    let report = await bench.flushOn()
                    #expect(report.lastError == nil)
                    #expect(report.failures == 0)
                }
                isOver.withLock { $0 = true }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(rounds.allSatisfy { $0 > 0 })
            #expect(bench.ledger.pending.isEmpty)
            try await expectSums(rows, flushed: 2_000, writer)
            let deadlocks = try await bench.database.value(
                "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
            )
            #expect(deadlocks == "0")
        }
    }

    /// A proxy's round adds a dollar to every row of a table: what is over that is the flush's.
    private func expectSums(
        _ rows: FlushedRows,
        flushed: Double,
        _ writer: ProxyWriter
    ) async throws {
        for (table, count) in [
            (TableName.userTable, 20.0), (.endUserTable, 20), (.verificationToken, 20),
            (.teamTable, 5), (.teamMembership, 100),
        ] {
            let text = try await rows.database.value(
                "SELECT sum(spend) FROM \(rows.catalog.quoted(table))"
            )
            let sum = try #require(text.flatMap(Double.init))
            // Each row got the same number of rounds.
            let rounds = (sum - flushed) / count
            #expect(rounds == rounds.rounded() && rounds >= 1, "\(table): \(sum)")
        }
    }

    @Test func `a lock that is held is waited for, and tried again`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await bench.record(FlushSample.event(1))
            let table = rows.catalog.quoted(.teamTable)
            let holding = try await LockHolder(bench.database, "SELECT FROM \(table) FOR UPDATE")
            let report = await bench.flushOn()
            #expect(report.failures == 1)
            #expect(report.lastError?.contains("lock timeout") == true)
            #expect(!bench.ledger.isFlushing)
            #expect(bench.home.aside.count == 0)
            try await holding.release()
            #expect(await bench.flush().lastError == nil)
            #expect(try await rows.spend(.team("t1")) == 0.000001234567)
        }
    }

    @Test func `teams' locks are taken in the order of their hashes, not of their names`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await insert(rows)
            let sql = """
                SELECT a || ' ' || b FROM unnest($1::text[]) a, unnest($1::text[]) b
                WHERE a < b AND hashtext(a) > hashtext(b) LIMIT 1
                """
            let names: [PostgresValue] = [.textArray(Self.names)]
            let pair = try #require(try await bench.database.value(sql, names))
                .split(separator: " ").map(String.init)
            for (number, team) in pair.enumerated() {
                var event = event(number)
                event.identity.teamID = team
                try await bench.record(event)
            }
            let lock = "SELECT pg_advisory_xact_lock(hashtext('\(pair[0])'))"
            let holding = try await LockHolder(bench.database, lock)
            let flush = Task { await bench.flushOn() }
            try await Poll.until("one lock held and one waited for") {
                try await bench.database.value(
                    """
                    SELECT count(*) FROM pg_locks w JOIN pg_locks h USING (pid, locktype)
                    JOIN pg_database d ON d.oid = w.database
                    WHERE locktype = 'advisory' AND NOT w.granted AND h.granted
                        AND d.datname = current_database()
                    """
                ) == "1"
            }
            try await holding.release()
            #expect(await flush.value.lastError == nil)
        }
    }
}
