import TestSupport
import Testing

@testable import Store

@Suite struct PostgresStreamTests {
    private func database() async throws -> TestDatabase {
        TestDatabase.administrative(try await TestPostgres.shared())
    }

    @Test func `All rows come, one at a time and in order`() async throws {
        let last = try await database().connected { (connection) throws(PostgresError) in
            var next: Int64 = 1
            try connection.stream("SELECT generate_series(1, $1)", [.int(50_000)]) {
                (row) throws(PostgresError) in
                #expect(try row.int(0) == next)
                next += 1
                return .goOn
            }
            return next
        }
        #expect(last == 50_001)
    }

    @Test func `No row is no error`() async throws {
        try await database().connected { (connection) throws(PostgresError) in
            try connection.stream("SELECT 1 WHERE false") { _ in
                Issue.record("a row came")
                return .goOn
            }
        }
    }

    @Test func `A stopped stream leaves the connection usable at once`() async throws {
        let (count, after) = try await database().connected {
            (connection) throws(PostgresError) in
            var count = 0
            // Far more than could be read to its end.
            try connection.stream("SELECT generate_series(1, 10000000000)") { _ in
                count += 1
                return count == 10 ? .stop : .goOn
            }
            return (count, try connection.execute("SELECT 7").only().int(0))
        }
        #expect(count == 10)
        #expect(after == 7)
    }

    @Test func `What the closure throws ends the stream and comes out`() async throws {
        let after = try await database().connected { (connection) throws(PostgresError) in
            let error = #expect(throws: PostgresError.self) {
                try connection.stream("SELECT generate_series(1, 10000000000)") {
                    (_) throws(PostgresError) in throw PostgresError(.misuse, "enough")
                }
            }
            #expect(error == PostgresError(.misuse, "enough"))
            return try connection.execute("SELECT 7").only().int(0)
        }
        #expect(after == 7)
    }

    @Test func `An error in the middle comes after the rows before it`() async throws {
        try await database().connected { (connection) throws(PostgresError) in
            var count = 0
            let error = #expect(throws: PostgresError.self) {
                try connection.stream("SELECT 1 / (100 - n) FROM generate_series(1, 200) AS n") {
                    _ in
                    count += 1
                    return .goOn
                }
            }
            #expect(count == 99)
            #expect(error?.sqlState == "22012")
            #expect(try connection.execute("SELECT 7").only().int(0) == 7)
        }
    }
}
