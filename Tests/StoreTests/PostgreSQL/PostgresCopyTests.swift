import TestSupport
import Testing

@testable import Store

@Suite struct PostgresCopyTests {
    @Test func `Rows are stored as they were, whatever is in them`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute("CREATE TABLE t (n int8, a text)")
            let awkward = [nil, "", "\\N", "\\.", "a\tb", "c\nd\r", "\\", "ä€😀", "NULL"]
            let count = try await database.connected { (connection) throws(PostgresError) in
                var next = 0
                return try connection.copyIn("COPY t FROM STDIN") {
                    defer { next += 1 }
                    return next < awkward.count ? [String(next), awkward[next]] : nil
                }
            }
            #expect(count == awkward.count)
            let stored = try await database.execute("SELECT a FROM t ORDER BY n")
            #expect(try stored.map { try $0.optionalText(0) } == awkward)
        }
    }

    @Test func `Much data is sent in blocks`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute("CREATE TABLE t (a text)")
            let text = String(repeating: "x", count: 1_000)
            let count = try await database.connected { (connection) throws(PostgresError) in
                var left = 20_000
                return try connection.copyIn("COPY t FROM STDIN") {
                    left -= 1
                    return left >= 0 ? [text] : nil
                }
            }
            #expect(count == 20_000)
            #expect(try await database.value("SELECT sum(length(a)) FROM t") == "20000000")
        }
    }

    @Test func `A refused row stores nothing and leaves the connection usable`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute("CREATE TABLE t (n int8)")
            try await database.connected { (connection) throws(PostgresError) in
                var rows = [["1"], ["planted"]]
                let refused = #expect(throws: PostgresError.self) {
                    try connection.copyIn("COPY t FROM STDIN") { rows.popLast() }
                }
                #expect(refused?.sqlState == "22P02")
                #expect(refused?.description.contains("planted") == false)
                let thrown = #expect(throws: PostgresError.self) {
                    try connection.copyIn("COPY t FROM STDIN") {
                        () throws(PostgresError) -> [String?]? in
                        throw PostgresError(.misuse, "enough")
                    }
                }
                #expect(thrown?.message == "enough")
                let wrong = #expect(throws: PostgresError.self) {
                    try connection.copyIn("COPY nowhere FROM STDIN") { nil }
                }
                #expect(wrong?.sqlState == .undefinedTable)
                #expect(try connection.execute("SELECT count(*) FROM t").only().int(0) == 0)
            }
        }
    }
}
