import TestSupport
import Testing

@testable import Store

/// Rows that are copied out as they arrive.
@Suite struct PostgresStreamTests {
    private func database() async throws -> TestDatabase {
        TestDatabase.administrative(try await TestPostgres.shared())
    }

    @Test func `All rows come, one at a time and in order`() async throws {
        let last = try await database().connected { (connection) throws(PostgresError) in
            var next = 1
            try connection.copyOut("SELECT generate_series(1, 50000), NULL, E'a\\tb'") {
                (line) throws(PostgresError) in
                #expect(line.columnCount == 3)
                #expect(try line.withBytes(0) { $0?.text } == String(next))
                #expect(try line.withBytes(1) { $0?.text } == nil)
                #expect(try line.withBytes(2) { $0?.text } == "a\tb")
                next += 1
            }
            return next
        }
        #expect(last == 50_001)
    }

    @Test func `No row is no error`() async throws {
        try await database().connected { (connection) throws(PostgresError) in
            try connection.copyOut("SELECT 1 WHERE false") { _ in Issue.record("a row came") }
        }
    }

    @Test func `A column that the row lacks is an error`() async throws {
        try await database().connected { (connection) throws(PostgresError) in
            let error = #expect(throws: PostgresError.self) {
                try connection.copyOut("SELECT 1") { (line) throws(PostgresError) in
                    try line.withBytes(1) { _ in }
                }
            }
            #expect(error?.kind == .misuse)
        }
    }

    @Test func `What the closure throws ends the stream and comes out`() async throws {
        let after = try await database().connected { (connection) throws(PostgresError) in
            var count = 0
            let error = #expect(throws: PostgresError.self) {
                // Far more than could be read to its end.
                try connection.copyOut("SELECT generate_series(1, 10000000000)") {
                    (_) throws(PostgresError) in
                    count += 1
                    if count == 10 { throw PostgresError(.misuse, "enough") }
                }
            }
            #expect(error == PostgresError(.misuse, "enough"))
            #expect(count == 10)
            return try connection.execute("SELECT 7").only().int(0)
        }
        #expect(after == 7)
    }

    @Test func `An error in the middle comes after the rows before it`() async throws {
        try await database().connected { (connection) throws(PostgresError) in
            var count = 0
            let error = #expect(throws: PostgresError.self) {
                try connection.copyOut("SELECT 1 / (100 - n) FROM generate_series(1, 200) AS n") {
                    _ in count += 1
                }
            }
            #expect(count == 99)
            #expect(error?.sqlState == "22012")
            #expect(try connection.execute("SELECT 7").only().int(0) == 7)
        }
    }

    @Test func `A query that the server does not understand is an error of its own`() async throws {
        try await database().connected { (connection) throws(PostgresError) in
            let error = #expect(throws: PostgresError.self) {
                try connection.copyOut("SELECT no_such_column") { _ in }
            }
            #expect(error?.sqlState == .undefinedColumn)
            #expect(try connection.execute("SELECT 7").only().int(0) == 7)
        }
    }
}
