import TestSupport
import Testing

@testable import Store

@Suite struct PostgresNoticeTests {
    @Test func `Notices arrive with channel, payload and sender`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let interrupt = try PostgresInterrupt()
            let (ready, isReady) = AsyncStream.makeStream(of: Int32.self)
            async let heard = database.connected(interrupt: interrupt) {
                (connection) throws(PostgresError) in
                try connection.listen("Odd \"channel\"")
                isReady.yield(connection.processID)
                var notices: [PostgresNotice] = []
                while notices.count < 3 {
                    notices += try connection.waitForNotices(timeout: .seconds(30))
                }
                return notices
            }
            let listener = await ready.first { _ in true }
            let sender = try await database.run { (connection) throws(PostgresError) in
                try connection.transaction { (connection) throws(PostgresError) in
                    for payload in ["a", "ä€", ""] {
                        try connection.notify("Odd \"channel\"", payload: payload)
                    }
                }
                return connection.processID
            }
            let notices = try await heard
            #expect(notices.map(\.payload) == ["a", "ä€", ""])
            #expect(notices.allSatisfy { $0.channel == "Odd \"channel\"" })
            #expect(notices.allSatisfy { $0.processID == sender && sender != listener })
        }
    }

    @Test func `A notice that came during a statement is not lost`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let notices = try await database.connected { (connection) throws(PostgresError) in
                try connection.listen("c")
                try connection.notify("c", payload: "own")
                try connection.execute("SELECT 1")
                return try connection.waitForNotices(timeout: .zero)
            }
            #expect(notices.map(\.payload) == ["own"])
        }
    }

    @Test func `A wait ends empty when its time is up`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let notices = try await database.connected { (connection) throws(PostgresError) in
                try connection.waitForNotices(timeout: .milliseconds(20))
            }
            #expect(notices.isEmpty)
        }
    }

    @Test func `A wake ends the wait, once, also when it came before`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let interrupt = try PostgresInterrupt()
            let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
            async let took = database.connected(interrupt: interrupt) {
                (connection) throws(PostgresError) in
                interrupt.wake()
                try connection.execute("SELECT 1")
                _ = try connection.waitForNotices(timeout: .seconds(60))
                isReady.yield()
                _ = try connection.waitForNotices(timeout: .seconds(60))
                let begin = ContinuousClock.now
                _ = try connection.waitForNotices(timeout: .milliseconds(50))
                return begin.duration(to: .now)
            }
            _ = await ready.first { _ in true }
            interrupt.wake()
            #expect(try await took >= .milliseconds(50))
        }
    }

    @Test func `A cancellation ends the wait with an error`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let interrupt = try PostgresInterrupt()
            let error = await #expect(throws: PostgresError.self) {
                try await database.connected(interrupt: interrupt) {
                    (connection) throws(PostgresError) in
                    interrupt.cancel()
                    _ = try connection.waitForNotices(timeout: .seconds(60))
                }
            }
            #expect(error?.kind == .cancelled)
        }
    }

    @Test func `A listener whose session is ended hears of it at once`() async throws {
        try await TestPostgres.shared().withDatabase { database in
            let (ready, isReady) = AsyncStream.makeStream(of: Int32.self)
            async let outcome: Void = database.connected { (connection) throws(PostgresError) in
                try connection.listen("c")
                isReady.yield(connection.processID)
                while true { _ = try connection.waitForNotices(timeout: .seconds(60)) }
            }
            let process = await ready.first { _ in true } ?? 0
            try await database.server.terminateSessions(where: "pid = $1", [.int(Int64(process))])
            do {
                try await outcome
            } catch let error as PostgresError {
                #expect(error.kind == .connectionLost)
            }
        }
    }
}
