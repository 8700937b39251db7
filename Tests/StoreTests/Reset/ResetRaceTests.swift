import TestSupport
import Testing

@testable import Store

/// Jobs and increments at the same time; a trigger of the test writes down all that is taken off.
@Suite("Resets that race")
struct ResetRaceTests {
    private static let increments = 300

    @Test func `two jobs and racing increments lose nothing and take nothing off twice`()
        async throws
    {
        try await withLedger { bench in
            try await race(bench, jobs: [0, 500])
            let books = try await books(bench)
            #expect(books.total == Double(Self.increments))
            #expect(books.left + books.taken == books.total)
            #expect(books.left >= 0)
            #expect(books.count > 1, "the job has run while the increments came")
        }
    }

    /// The rules promise nothing beside it, which is why only one may run.
    ///
    /// That the ledger of this suite shows it is what makes it worth believing above.
    @Test func `a proxy's job beside ours takes off twice`() async throws {
        try await withLedger { bench in
            try await bench.database.execute(
                "UPDATE \"LiteLLM_VerificationToken\" SET spend = 5, total_spend = 5"
            )
            let read = try await bench.database.value(
                "SELECT spend FROM \"LiteLLM_VerificationToken\""
            )
            try await bench.run()
            try await bench.database.execute(
                "UPDATE \"LiteLLM_VerificationToken\" SET spend = spend - $1::float8",
                [.text(read)]
            )
            let books = try await books(bench)
            #expect(books.left == -5)
            #expect(books.taken == 10)
            #expect(books.left + books.taken == books.total)
        }
    }

    @Test func `ours takes nothing off that a proxy's job has started again before`() async throws {
        try await withLedger { bench in
            try await bench.database.execute(
                "UPDATE \"LiteLLM_VerificationToken\" SET spend = 5, total_spend = 5"
            )
            let page = ResetPage(kind: .key, catalog: bench.catalog)
            let due = try await bench.database.connected { (connection) throws(PostgresError) in
                try page.due(at: ResetDesk.now, after: "", on: connection)
            }
            try await bench.database.execute(
                """
                UPDATE "LiteLLM_VerificationToken"
                SET spend = spend - 5, budget_reset_at = '2024-12-02'
                """
            )
            let count = try await bench.database.connected { (connection) throws(PostgresError) in
                try page.reset(due.map { .init($0, $0.spend, next: ResetDesk.now) }, on: connection)
            }
            #expect(due.count == 1 && count == 0)
            #expect(try await books(bench).left == 0)
        }
    }

    // MARK: - The race

    private func race(_ bench: ResetDesk, jobs: [Int64]) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask {
                for _ in 0..<Self.increments {
                    try await bench.database.execute(
                        """
                        UPDATE "LiteLLM_VerificationToken"
                        SET spend = spend + 1, total_spend = total_spend + 1
                        """
                    )
                }
            }
            for offset in jobs {
                group.addTask {
                    for second in 1...30 {
                        let now = Int64(second * 1_000) + offset
                        try await bench.run(
                            at: Timestamp(milliseconds: ResetDesk.now.milliseconds + now)
                        )
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func withLedger(_ body: (ResetDesk) async throws -> Void) async throws {
        try await ResetDesk.with { bench in
            try await bench.key("busy", spend: 0, duration: "1s", resetAt: "2024-12-01 00:00:00")
            try await bench.database.execute(
                script: """
                    CREATE TABLE taken (amount float8);
                    CREATE FUNCTION note_taken() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN INSERT INTO taken VALUES (OLD.spend - NEW.spend); RETURN NULL; END';
                    CREATE TRIGGER note_taken AFTER UPDATE ON "LiteLLM_VerificationToken"
                    FOR EACH ROW WHEN (NEW.spend < OLD.spend) EXECUTE FUNCTION note_taken();
                    """
            )
            try await body(bench)
        }
    }

    private struct Books {
        var left: Double
        var total: Double
        var taken: Double
        var count: Int64
    }

    private func books(_ bench: ResetDesk) async throws -> Books {
        let row = try await bench.database.execute(
            """
            SELECT spend, total_spend, coalesce(sum(amount), 0), count(amount)
            FROM "LiteLLM_VerificationToken" LEFT JOIN taken ON true
            GROUP BY spend, total_spend
            """
        ).only()
        return Books(
            left: try row.double(0),
            total: try row.double(1),
            taken: try row.double(2),
            count: try row.int(3)
        )
    }
}
