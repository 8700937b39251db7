import TestSupport
import Testing

@testable import Store

@Suite struct PostgresPoolTests {
    private func number(_ connection: PostgresConnection) throws(PostgresError) -> Int32 {
        try connection.execute("SELECT 1")
        return connection.processID
    }

    @Test func `Jobs run beside each other, on no more connections than allowed`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let pool = PostgresPool(database.settings, size: 3)
            let processes = try await withThrowingTaskGroup(of: Int32.self) { group in
                for _ in 0..<20 { group.addTask { try await pool.run(number) } }
                return try await group.reduce(into: Set<Int32>()) { $0.insert($1) }
            }
            #expect((1...3).contains(processes.count))
            await pool.shutdown()
            #expect(pool.load == (0, 0))
        }
    }

    @Test func `No connection is made before it is needed, and one is kept`() async throws {
        let server = try await TestPostgres.start()
        var settings = PostgresSettings(server.connection())
        settings.applicationName = "pooled"
        let pool = PostgresPool(settings, size: 2)
        let sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pooled'"
        #expect(try await server.administer(sql).only().int(0) == 0)
        let first = try await pool.run(number)
        let second = try await pool.run(number)
        #expect(first == second)
        #expect(try await server.administer(sql).only().int(0) == 1)
        await pool.shutdown()
        await server.dispose()
    }

    @Test func `A connection that was ended while idle is replaced unseen`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let pool = PostgresPool(database.settings)
            let first = try await pool.run(number)
            try await database.server.terminateSessions(where: "pid = $1", [.int(Int64(first))])
            let sql = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1"
            while try await database.value(sql, [.int(Int64(first))]) != "0" {}
            #expect(try await pool.run(number) != first)
            await pool.shutdown()
        }
    }

    @Test func `A stopped server fails each job, a started one serves again`() async throws {
        let server = try await TestPostgres.start()
        let pool = PostgresPool(PostgresSettings(server.connection()))
        _ = try await pool.run(number)
        try await server.stop(.immediate)
        for _ in 0..<2 {
            let error = await #expect(throws: PostgresError.self) { try await pool.run(number) }
            #expect(error?.isConnectionLost == true)
            #expect(error?.isRetriable == true)
        }
        try await server.start()
        #expect(try await pool.run(number) != 0)
        await pool.shutdown()
        await server.dispose()
    }

    @Test func `What a job leaves open is rolled back before the next`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            try await database.execute(script: "CREATE TABLE t (n int)")
            let pool = PostgresPool(database.settings)
            try await pool.run { (connection) throws(PostgresError) in
                _ = try connection.execute(script: "BEGIN; INSERT INTO t VALUES (1)")
            }
            let isOpen = try await pool.run { $0.isInTransaction }
            #expect(!isOpen)
            #expect(try await database.value("SELECT count(*) FROM t") == "0")
            await pool.shutdown()
        }
    }

    @Test func `A cancelled task has its statement cancelled on the server`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let pool = PostgresPool(database.settings)
            let before = try await pool.run(number)
            let task = Task {
                try await pool.run { (connection) throws(PostgresError) in
                    _ = try connection.execute("SELECT pg_sleep(60)")
                }
            }
            let sql = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event = $2"
            while try await database.value(sql, [.int(Int64(before)), "PgSleep"]) != "1" {}
            task.cancel()
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.kind == .cancelled)
            #expect(try await pool.run(number) == before)
            await pool.shutdown()
        }
    }

    @Test func `A task cancelled while it waits or before is answered at once`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let pool = PostgresPool(database.settings)
            let (started, hasStarted) = AsyncStream.makeStream(of: PostgresInterrupt.self)
            let long = Task {
                try await pool.run { (connection) throws(PostgresError) in
                    hasStarted.yield(connection.interrupt)
                    _ = try connection.waitForNotices(timeout: .seconds(60))
                }
            }
            let interrupt = await started.first { _ in true }
            let waiting = Task { try await pool.run(number) }
            while pool.load.waiting != 1 { await Task.yield() }
            waiting.cancel()
            let error = await #expect(throws: PostgresError.self) { try await waiting.value }
            #expect(error?.kind == .cancelled)
            let (never, _) = AsyncStream.makeStream(of: Void.self)
            let early = Task {
                // Ends only because the task is cancelled.
                _ = await never.first { _ in true }
                return try await pool.run(number)
            }
            early.cancel()
            let second = await #expect(throws: PostgresError.self) { try await early.value }
            #expect(second?.kind == .cancelled)
            interrupt?.wake()
            try await long.value
            await pool.shutdown()
        }
    }

    @Test func `A check of new connections can refuse them`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let checks = Locked(0)
            let pool = PostgresPool(
                database.settings,
                onConnect: { (connection) throws(PostgresError) in
                    _ = try connection.execute("SELECT 1")
                    let count = checks.withLock { count in
                        count += 1
                        return count
                    }
                    if count == 1 { throw PostgresError(.standby, "not this one") }
                }
            )
            let error = await #expect(throws: PostgresError.self) { try await pool.run(number) }
            #expect(error?.kind == .standby)
            _ = try await pool.run(number)
            _ = try await pool.run(number)
            #expect(checks.withLock { $0 } == 2)
            await pool.shutdown()
        }
    }

    @Test func `One job more than may wait is refused`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let pool = PostgresPool(database.settings, queueLimit: 1)
            let (started, hasStarted) = AsyncStream.makeStream(of: PostgresInterrupt.self)
            let running = Task {
                try await pool.run { (connection) throws(PostgresError) in
                    hasStarted.yield(connection.interrupt)
                    _ = try connection.waitForNotices(timeout: .seconds(60))
                }
            }
            let interrupt = await started.first { _ in true }
            let waiting = Task { try await pool.run(number) }
            while pool.load.waiting != 1 { await Task.yield() }
            let error = await #expect(throws: PostgresError.self) { try await pool.run(number) }
            #expect(error?.kind == .poolFull)
            interrupt?.wake()
            try await running.value
            _ = try await waiting.value
            await pool.shutdown()
        }
    }

    @Test func `A shutdown refuses what waits and interrupts what runs, if asked to`() async throws
    {
        try await TestPostgres.shared().withDatabase { database in
            let pool = PostgresPool(database.settings)
            let (started, hasStarted) = AsyncStream.makeStream(of: Void.self)
            let running = Task {
                try await pool.run { (connection) throws(PostgresError) in
                    hasStarted.yield()
                    _ = try connection.waitForNotices(timeout: .seconds(60))
                }
            }
            _ = await started.first { _ in true }
            let waiting = Task { try await pool.run(number) }
            while pool.load.waiting != 1 { await Task.yield() }
            await pool.shutdown(interrupting: true)
            let first = await #expect(throws: PostgresError.self) { try await running.value }
            let second = await #expect(throws: PostgresError.self) { try await waiting.value }
            let third = await #expect(throws: PostgresError.self) { try await pool.run(number) }
            #expect(
                [first?.kind, second?.kind, third?.kind] == [.cancelled, .poolClosed, .poolClosed]
            )
        }
    }
}
