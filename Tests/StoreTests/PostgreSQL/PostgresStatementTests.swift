import TestSupport
import Testing

@testable import Store

@Suite struct PostgresStatementTests {
    private let lookUp = PostgresStatement("look_up", "SELECT * FROM t WHERE n = ANY($1)")

    private func prepared(_ connection: PostgresConnection) throws(PostgresError) -> Int64 {
        try connection.execute("SELECT count(*) FROM pg_prepared_statements").only().int(0)
    }

    @Test func `A statement answers with rows, names and counts`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let rows = try await database.execute(
                "SELECT $1 AS a, $2 + 1 AS b, $3 AS c",
                [.text("x"), .int(41), nil]
            )
            #expect(rows.columnNames == ["a", "b", "c"])
            #expect(try rows.only().int(1) == 42)
            try await database.execute(script: "CREATE TABLE t (n int); INSERT INTO t VALUES (1)")
            #expect(try await database.execute("UPDATE t SET n = 2").affectedRows == 1)
            #expect(try await database.execute("DELETE FROM t WHERE n = 1").affectedRows == 0)
            #expect(try await database.execute("SELECT FROM t").commandTag == "SELECT 1")
        }
    }

    @Test func `A session speaks UTC and ISO whatever the server's defaults`() async throws {
        let database = TestDatabase.administrative(try await TestPostgres.shared())
        let row = try await database.execute(
            """
            SELECT to_timestamp(0)::text, current_setting('DateStyle'),
                   current_setting('client_encoding'), current_setting('application_name'),
                   current_setting('statement_timeout')
            """
        ).only()
        #expect(try row.text(0) == "1970-01-01 00:00:00+00")
        #expect(try row.text(1).hasPrefix("ISO"))
        #expect(try row.text(2) == "UTF8")
        #expect(try row.text(3) == "test")
        #expect(try row.text(4) == "30s")
    }

    @Test func `A prepared statement is prepared once`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute(script: "CREATE TABLE t (n int8); INSERT INTO t VALUES (7)")
            let count = try await database.connected { [self] (connection) throws(PostgresError) in
                for _ in 0..<3 {
                    let rows = try connection.execute(lookUp, [.intArray([7])])
                    #expect(try rows.only().int(0) == 7)
                }
                return try prepared(connection)
            }
            #expect(count == 1)
        }
    }

    @Test func `A changed table has the statement prepared again`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute(script: "CREATE TABLE t (n int8); INSERT INTO t VALUES (7)")
            let names = try await database.connected { [self] (connection) throws(PostgresError) in
                try connection.execute(lookUp, [.intArray([7])])
                try connection.execute("ALTER TABLE t ADD COLUMN m text")
                return try connection.execute(lookUp, [.intArray([7])]).columnNames
            }
            #expect(names == ["n", "m"])
        }
    }

    @Test func `In a transaction a stale plan is an error that may be tried again`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute(script: "CREATE TABLE t (n int8)")
            try await database.connected { [self] (connection) throws(PostgresError) in
                try connection.execute(lookUp, [.intArray([7])])
                try connection.execute("ALTER TABLE t ADD COLUMN m text")
                let error = #expect(throws: PostgresError.self) {
                    try connection.transaction { (connection) throws(PostgresError) in
                        _ = try connection.execute(lookUp, [.intArray([7])])
                    }
                }
                #expect(error?.isRetriable == true)
                #expect(!connection.isInTransaction)
                try connection.transaction { (connection) throws(PostgresError) in
                    _ = try connection.execute(lookUp, [.intArray([7])])
                }
            }
        }
    }

    @Test func `A session that lost its statements gets them again`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute(script: "CREATE TABLE t (n int8)")
            try await database.connected { [self] (connection) throws(PostgresError) in
                try connection.execute(lookUp, [.intArray([7])])
                try connection.execute("DISCARD ALL")
                try connection.execute(lookUp, [.intArray([7])])
                #expect(try prepared(connection) == 1)
            }
        }
    }

    @Test func `Behind a transaction pooler nothing is prepared by name`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute(script: "CREATE TABLE t (n int8)")
            var settings = database.settings
            settings.pooling = .transaction
            settings.statementTimeout = .seconds(3)
            let timeouts = try await database.connected(settings) {
                [self] (connection) throws(PostgresError) in
                try connection.execute(lookUp, [.intArray([7])])
                #expect(try prepared(connection) == 0)
                let show = "SELECT current_setting('statement_timeout')"
                let inside = try connection.transaction { (connection) throws(PostgresError) in
                    try connection.execute(show).only().text(0)
                }
                return [inside, try connection.execute(show).only().text(0)]
            }
            #expect(timeouts == ["3s", "0"])
        }
    }

    @Test func `COPY as an ordinary statement ends the connection, not the thread`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute(script: "CREATE TABLE t (n int8)")
            let error = await #expect(throws: PostgresError.self) {
                try await database.connected { (connection) throws(PostgresError) in
                    _ = try connection.execute("COPY t FROM STDIN")
                }
            }
            #expect(error?.kind == .connectionLost)
        }
    }

    @Test func `What the server says beside its answers is handed over`() async throws {
        let database = TestDatabase.administrative(try await TestPostgres.shared())
        let (messages, said) = AsyncStream.makeStream(of: PostgresServerMessage.self)
        let report: @Sendable (PostgresServerMessage) -> Void = { said.yield($0) }
        try await database.connected(onMessage: report) { (connection) throws(PostgresError) in
            _ = try connection.execute("DO $$ BEGIN RAISE WARNING 'mind the gap'; END $$")
        }
        let first = await messages.first { _ in true }
        #expect(first?.message == "mind the gap")
        #expect(first?.severity == "WARNING")
    }
}
