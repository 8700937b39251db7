import Store

/// Authorize's latency while another writer updates spend by plain SQL, beside that without.
struct UpdateMeasurement {
    private let target: BenchTarget
    private let key = "sk-bench-updates-0123456789"
    private static let updatesPerSecond = 1_000

    init(_ target: BenchTarget) {
        self.target = target
    }

    func run(seconds: Int) async throws {
        try await target.makeKey(key)
        let quiet = try await latencies(for: .seconds(seconds))
        let (busy, updates) = try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask { try await update(for: .seconds(seconds)) }
            let busy = try await latencies(for: .seconds(seconds))
            return (busy, try await group.next() ?? 0)
        }
        print(DurationSummary(quiet).line("authorize, quiet"))
        print(
            DurationSummary(busy).line("authorize, \(updates / seconds) spend updates per second")
        )
    }

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

    /// One statement after the other, in steps of ten milliseconds.
    private func update(for duration: Duration) async throws -> Int {
        let sql =
            "UPDATE \(target.catalog.quoted(.verificationToken)) SET spend = spend + 0.001 "
            + "WHERE token = $1"
        let token = TokenHash(ofKey: key).hex
        let begin = ContinuousClock.now
        var done = 0
        while ContinuousClock.now - begin < duration {
            let due = Int(
                (ContinuousClock.now - begin) / .seconds(1) * Double(Self.updatesPerSecond)
            )
            let count = max(0, due - done)
            try await target.writer.run { connection throws(PostgresError) in
                let statement = PostgresStatement("bench_update", sql)
                for _ in 0..<count { try connection.execute(statement, [.text(token)]) }
            }
            done += count
            try await Task.sleep(for: .milliseconds(10))
        }
        return done
    }
}
