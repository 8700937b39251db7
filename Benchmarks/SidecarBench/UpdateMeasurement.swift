import Store

/// Authorize's latency while other writers update spend by plain SQL, beside that without.
struct UpdateMeasurement {
    private let target: BenchTarget
    private let writers: PostgresPool
    private let key = "sk-bench-updates-0123456789"

    private static let updatesPerSecond = 1_000
    /// Each waits for the disk at its commits.
    private static let writerCount = 4

    init(_ target: BenchTarget, _ database: ConnectionString) {
        self.target = target
        writers = PostgresPool(
            PostgresSettings(database),
            name: "updater",
            size: Self.writerCount
        )
    }

    func run(seconds: Int) async throws -> BenchReport {
        let keys = [key] + (1..<Self.writerCount).map { "\(key)-\($0)" }
        for key in keys { try await target.makeKey(key) }
        while try await !target.isAllowed(key) {}
        let quiet = try await latencies(for: .seconds(seconds))
        let before = try await target.noticeCount()
        let (busy, updates) = try await withThrowingTaskGroup(of: Int.self) { group in
            for key in keys { group.addTask { try await update(key, for: .seconds(seconds)) } }
            let busy = try await latencies(for: .seconds(seconds))
            return (busy, try await group.reduce(0, +))
        }
        let notices = try await target.noticeCount() - before
        var report = BenchReport("authorize over the socket")
        report.add(BenchReport.Row(name: "quiet", summary: DurationSummary(quiet)))
        report.add(
            BenchReport.Row(
                name: "with spend updates",
                summary: DurationSummary(busy),
                counts: [("updates per second", updates / seconds), ("notices", notices)]
            )
        )
        return report
    }

    /// One call after the other, over one connection.
    private func latencies(for duration: Duration) async throws -> [Duration] {
        var samples: [Duration] = []
        let end = ContinuousClock.now + duration
        while ContinuousClock.now < end {
            let begin = ContinuousClock.now
            _ = try await target.isAllowed(key)
            samples.append(ContinuousClock.now - begin)
        }
        return samples
    }

    /// This writer's share, one statement after the other, in steps of ten milliseconds.
    private func update(_ key: String, for duration: Duration) async throws -> Int {
        let sql =
            "UPDATE \(target.catalog.quoted(.verificationToken)) SET spend = spend + 0.001 "
            + "WHERE token = $1"
        let token = TokenHash(ofKey: key).hex
        let rate = Double(Self.updatesPerSecond) / Double(Self.writerCount)
        let begin = ContinuousClock.now
        var done = 0
        while ContinuousClock.now - begin < duration {
            let count = max(0, Int((ContinuousClock.now - begin) / .seconds(1) * rate) - done)
            try await writers.run { connection throws(PostgresError) in
                let statement = PostgresStatement("bench_update", sql)
                for _ in 0..<count { try connection.execute(statement, [.text(token)]) }
            }
            done += count
            try await Task.sleep(for: .milliseconds(10))
        }
        return done
    }
}
