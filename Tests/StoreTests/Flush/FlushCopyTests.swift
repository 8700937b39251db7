import TestSupport
import Testing

@testable import Store

@Suite("Many log rows at once")
struct FlushCopyTests {
    /// More than what is inserted one statement for all.
    private static let many = 60

    private static func settings(_ events: Int) -> FlushSettings {
        var settings = FlushSettings()
        settings.events = events
        return settings
    }

    /// Texts that COPY must escape, and values that some rows lack.
    private static func event(_ number: Int) -> SpendEvent {
        var event = FlushSample.event(number)
        switch number % 4 {
        case 0: event.log.apiBase = "a\tb\nc\rd\\e\\N"
        case 1: event.log.metadata = #"{"note":"\t\n\\ \"ü\""}"#
        case 2: event.log.tags = ["tab\there", "back\\slash", "quo\"te"]
        default: event.log.sessionID = "\\."
        }
        if number % 3 == 0 { event.log.callID = nil } else { event.log.callID = "call-\(number)" }
        return event
    }

    private static let everything =
        "t.request_id || coalesce(t.api_base, '-') || t.metadata || t.request_tags || t.messages "
        + "|| coalesce(t.session_id, '-') || coalesce(t.litellm_call_id, '-') || t.spend "
        + "|| t.\"startTime\" || t.request_duration_ms"

    @Test func `say the same as one by one`() async throws {
        var found: [[String?]] = []
        for events in [Self.many, 7] {
            try await FlushBench.with(Self.settings(events)) { bench in
                let rows = try await FlushedRows(bench.database)
                for number in 1...Self.many { try await bench.record(Self.event(number)) }
                #expect(await bench.flush().lastError == nil)
                found.append(try await rows.column(Self.everything, of: .spendLogs))
            }
        }
        #expect(found[0].count == Self.many)
        #expect(found[0] == found[1])
    }

    @Test func `of which one has an id that is taken are all there`() async throws {
        try await FlushBench.with(Self.settings(Self.many + 1)) { bench in
            let rows = try await FlushedRows(bench.database)
            try await bench.database.execute(
                "INSERT INTO \(rows.catalog.quoted(.spendLogs)) "
                    + #"(request_id, call_type, "startTime", "endTime") "#
                    + "VALUES ('request-7', 'theirs', now(), now())"
            )
            for number in 1...Self.many { try await bench.record(Self.event(number)) }
            // Two of ours with one id, too.
            try await bench.record(Self.event(9))
            #expect(await bench.flush().lastError == nil)
            let expected =
                (1...Self.many).map { "request-\($0)" }
                + ["request-7:\(JournalHome.instance):7", "request-9:\(JournalHome.instance):61"]
            #expect(Set(try await rows.requestIDs()) == Set(expected))
            #expect(try await rows.count(.spendLogs) == Int64(expected.count))
        }
    }

    @Test func `with one that the database refuses are all there but that one`() async throws {
        try await FlushBench.with(Self.settings(2 * Self.many)) { bench in
            let rows = try await FlushedRows(bench.database)
            for number in 1...Self.many { try await bench.record(Self.event(number)) }
            try await bench.record(FlushSample.logPoison(61))
            #expect(await bench.flush().lastError == nil)
            #expect(try await rows.count(.spendLogs) == Int64(Self.many))
            #expect(bench.home.aside.list(limit: 9).map(\.sequence) == [61])
        }
    }

    /// Each waits for the other's rows of the same ids: in one order they wait in one direction.
    @Test(arguments: [40, 80])
    func `of two daemons with the same ids do not deadlock`(count: Int) async throws {
        try await FlushBench.with { bench in
            let catalog = try await FlushedRows(bench.database).catalog
            let table = try #require(LogTable.spendLogs(catalog))
            try await withThrowingTaskGroup { group in
                for name in ["first", "second"] {
                    group.addTask {
                        for round in 0..<20 {
                            let rows = (0..<count).map { number in
                                FlushLogRow(
                                    instance: name,
                                    sequence: Int64(number),
                                    event: FlushSample.event(round * 1_000 + number)
                                )
                            }
                            let given = name == "first" ? rows : rows.reversed()
                            try await bench.database.run {
                                (connection) throws(PostgresError) in
                                try connection.transaction { connection throws(PostgresError) in
                                    try table.insert(given, on: connection)
                                }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let deadlocks = try await bench.database.execute(
                "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
            ).only().int(0)
            #expect(deadlocks == 0)
        }
    }
}
