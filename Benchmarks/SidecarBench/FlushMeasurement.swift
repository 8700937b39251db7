import Foundation
import Logging
import Store
import Wire

/// Events per second that the flush books, with and without the triggers, beside COPY of the same
/// log rows into the same table.
///
/// The database must have the tables and be attached; its rows are of no use afterwards.
struct FlushMeasurement {
    private let directory: String
    private let database: ConnectionString
    private let rounds: Int
    private let writer: PostgresPool
    private let mix = FlushMix()

    init(directory: String, database: ConnectionString, rounds: Int) {
        self.directory = directory
        self.database = database
        self.rounds = rounds
        writer = PostgresPool(PostgresSettings(database), name: "writer", size: 1)
    }

    func run() async throws {
        let home = "\(directory)/sidecar-bench-flush"
        let aside = home + "/aside"
        try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        let instance = String(UInt128.random(in: .min ... .max), radix: 16)
        let padded = String(repeating: "0", count: 32 - instance.count) + instance
        let logger = Logger(label: "bench")
        let journal = try Journal.open(
            home,
            asideDirectory: aside,
            instance: padded,
            settings: JournalSettings(),
            logger: logger
        )
        let connections = StoreConnections(StoreSettings(database: database))
        let catalog = try await connections.rediscover()
        try await mix.makeRows(in: catalog, on: writer)
        var settings = FlushSettings()
        // Nothing is due before it is asked for; all of it goes into one batch, unless the last
        // one took longer than a second.
        settings.interval = .seconds(3_600)
        settings.events = FlushMix.batch + 1
        let flusher = Flusher(
            journal: journal,
            instance: padded,
            ledger: Accounts(limits: AccountLimits()),
            connections: connections,
            settings: settings,
            logger: logger
        )
        let service = Task { await flusher.run() }
        _ = await flusher.flush()
        try await measure(flusher, journal, catalog)
        service.cancel()
        await service.value
        await journal.close()
        await connections.shutdown()
    }

    /// A round is a flush with the triggers, one without, and the COPY; the first warms up.
    private func measure(_ flusher: Flusher, _ journal: Journal, _ catalog: Catalog) async throws {
        for round in 0...rounds {
            let first = try await flush(2 * round, flusher, journal)
            try await setTriggers(catalog, enabled: false)
            let bare = try await flush(2 * round + 1, flusher, journal)
            try await setTriggers(catalog, enabled: true)
            let copy = try await copyAgain(2 * round, catalog)
            guard round > 0 else { continue }
            let json: JSON = [
                "per_second": .double(rate(first)), "bare_per_second": .double(rate(bare)),
                "copy_per_second": .double(rate(copy)),
            ]
            print(JSONWriter.string(json))
        }
    }

    private func flush(
        _ batch: Int,
        _ flusher: Flusher,
        _ journal: Journal
    ) async throws -> Duration {
        try await append(batch, to: journal)
        let begin = ContinuousClock.now
        let report = await flusher.flush()
        let took = ContinuousClock.now - begin
        guard report.lastError == nil, report.events == Int64((batch + 1) * FlushMix.batch)
        else { throw StoreError(.unavailable, "not booked: \(report)") }
        return took
    }

    /// Switches the triggers of every cached table off, or on as they were.
    private func setTriggers(_ catalog: Catalog, enabled: Bool) async throws {
        let verb = enabled ? "ENABLE ALWAYS" : "DISABLE"
        try await writer.run { connection throws(PostgresError) in
            let found = try connection.execute(
                "SELECT format('ALTER TABLE %s \(verb) TRIGGER %I', tgrelid::regclass, tgname) "
                    + "FROM pg_trigger WHERE NOT tgisinternal"
            )
            for row in found { try connection.execute(try row.text(0)) }
        }
    }

    private func append(_ round: Int, to journal: Journal) async throws {
        try await withThrowingTaskGroup { group in
            for number in 0..<FlushMix.batch {
                let event = mix.event(round * FlushMix.batch + number)
                group.addTask { _ = try await journal.append(.event(event, retry: nil)) }
            }
            try await group.waitForAll()
        }
    }

    /// Reads the rows of a round back, and copies them under other ids.
    private func copyAgain(_ round: Int, _ catalog: Catalog) async throws -> Duration {
        let columns = TableName.spendLogs.definition.columns.map(\.name)
            .filter { catalog.has(.spendLogs, $0) && $0 != "request_id" }
        let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        let texts = columns.map { "\"\($0)\"::text" }.joined(separator: ", ")
        let table = catalog.quoted(.spendLogs)
        let prefix = mix.prefix(ofBatch: round)
        return try await writer.run { connection throws(PostgresError) in
            let found = try connection.execute(
                "SELECT request_id, \(texts) FROM \(table) WHERE starts_with(request_id, $1)",
                [.text(prefix)]
            )
            var rows: [[String?]] = []
            for row in found {
                var values: [String?] = ["copy-" + (try row.text(0))]
                for column in 1...columns.count { values.append(try row.optionalText(column)) }
                rows.append(values)
            }
            let begin = ContinuousClock.now
            var next = 0
            let count = try connection.copyIn("COPY \(table) (request_id, \(list)) FROM STDIN") {
                defer { next += 1 }
                return next < rows.count ? rows[next] : nil
            }
            guard count == FlushMix.batch else {
                throw PostgresError(.misuse, "\(count) rows were logged")
            }
            return ContinuousClock.now - begin
        }
    }

    private func rate(_ duration: Duration) -> Double {
        (Double(FlushMix.batch) / (duration / .seconds(1))).rounded()
    }
}
