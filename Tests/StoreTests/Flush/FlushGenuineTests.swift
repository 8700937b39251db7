import TestSupport
import Testing

@testable import Store

@Suite("A flush into databases of the proxy's own making")
struct FlushGenuineTests {
    private static let variants = GenuineDatabase.Release.allCases.flatMap { release in
        ["LiteLLM_", "MishikaLLM_"].map { (release, $0) }
    }

    @Test(arguments: variants)
    func `books on what is there, and leaves out what a version lacks`(
        release: GenuineDatabase.Release,
        prefix: String
    ) async throws {
        let prefix = try TablePrefix(prefix)
        let server = try await TestPostgres.shared()
        try await GenuineDatabase.with(on: server, release, prefix: prefix) { database in
            _ = try await WatchedDatabase(database).attach()
            var settings = FlushSettings()
            settings.terms.usesErrorTable = true
            try await FlushBench.with(database, settings) { bench in
                let rows = try await FlushedRows(bench.database)
                try await rows.insert()
                try await book(bench)
                for entity in FlushSample.event(1).charged {
                    #expect(try await rows.spend(entity) == 0.000003703701, "\(entity)")
                }
                #expect(try await rows.requestIDs().count == 3)
                #expect(try await rows.count(.errorLogs) == 1)
                for table in TableName.dailySpend where rows.catalog.has(table) {
                    let requests = try await rows.column("api_requests", of: table)
                    #expect(requests == ["4"], "\(table)")
                }
            }
        }
    }

    /// Successes and a failure, in two flushes.
    private func book(_ bench: FlushBench) async throws {
        for number in 1...3 { try await bench.record(Self.event(number)) }
        #expect(await bench.flush().lastError == nil)
        var failed = Self.event(4)
        failed.spend = .zero
        failed.log.status = .failure
        failed.log.failure = SpendFailure(type: "T", message: "m", statusCode: "500")
        try await bench.record(failed)
        let report = await bench.flush()
        #expect(report.lastError == nil)
        #expect(report.unmatchedRows == 0)
        #expect(bench.ledger.pending.isEmpty)
        #expect(bench.home.aside.count == 0)
    }

    private static func event(_ number: Int) -> SpendEvent {
        var event = FlushSample.event(number)
        event.log.agentID = "a1"
        event.log.tags = ["tag"]
        return event
    }
}
