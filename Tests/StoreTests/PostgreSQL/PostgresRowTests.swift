import TestSupport
import Testing

@testable import Store

@Suite struct PostgresRowTests {
    private func row(_ sql: String) async throws -> PostgresRow {
        try await TestDatabase.administrative(TestPostgres.shared()).execute(sql).only()
    }

    @Test func `A value of another type is refused by its column's name alone`() async throws {
        let row = try await row("SELECT 'planted' AS word, NULL::int AS gap, ARRAY['a', NULL] AS l")
        func refusal(_ read: () throws(PostgresError) -> Any) -> PostgresError? {
            #expect(throws: PostgresError.self) { _ = try read() }
        }
        let refusals = [
            refusal { () throws(PostgresError) in try row.int(0) },
            refusal { () throws(PostgresError) in try row.double(0) },
            refusal { () throws(PostgresError) in try row.bool(0) },
            refusal { () throws(PostgresError) in try row.textArray(0) },
            refusal { () throws(PostgresError) in try row.bytea(0) },
        ]
        for error in refusals {
            #expect(error?.kind == .unreadable)
            #expect(error?.message.contains("word") == true)
            #expect(error?.message.contains("planted") == false)
        }
        #expect(
            refusal { () throws(PostgresError) in try row.int(1) }?.message
                == "column gap is NULL"
        )
        #expect(refusal { () throws(PostgresError) in try row.textArray(2) }?.kind == .unreadable)
        #expect(refusal { () throws(PostgresError) in try row.text(3) }?.kind == .misuse)
        #expect(refusal { () throws(PostgresError) in try row.text(-1) }?.kind == .misuse)
    }

    @Test func `Bytes are lent in place`() async throws {
        let row = try await row("SELECT 'abc', NULL")
        let count = try row.withBytes(0) { $0?.count }
        #expect(count == 3)
        let first = try row.withBytes(0) { bytes in bytes?[0] }
        #expect(first == UInt8(ascii: "a"))
        #expect(try row.withBytes(1) { $0 == nil })
    }

    @Test func `Rows outlive their connection and cross threads`() async throws {
        let database = TestDatabase.administrative(try await TestPostgres.shared())
        let rows = try await database.connected { (connection) throws(PostgresError) in
            try connection.execute("SELECT n FROM generate_series(1, 3) AS n")
        }
        #expect(try rows.map { row throws(PostgresError) in try row.int(0) } == [1, 2, 3])
        #expect(throws: PostgresError.self) { try rows.only() }
    }
}
