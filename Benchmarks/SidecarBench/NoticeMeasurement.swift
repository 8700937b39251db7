import Store

/// How long after a commit a change is obeyed over the socket, beside a bare LISTEN client.
///
/// Each change is one transaction with a NOTIFY of its own. One caller asks without a pause until
/// the verdict turns; a bare client waits for the NOTIFY. Both are timed from the return of COMMIT.
struct NoticeMeasurement {
    private let target: BenchTarget
    private let listener: BareListener

    init(_ target: BenchTarget, _ database: ConnectionString) {
        self.target = target
        listener = BareListener(database)
    }

    /// Makes each of these kinds of change so many times.
    func run(_ kinds: [Change] = Change.allCases, changes: Int) async throws -> BenchReport {
        var report = BenchReport("commit to verdict")
        try await target.makeTeam()
        try await listener.start()
        for change in kinds {
            report.add(try await run(change, times: changes))
        }
        return report
    }

    private func run(_ change: Change, times: Int) async throws -> BenchReport.Row {
        var verdicts: [Duration] = []
        var notices: [Duration] = []
        var late = 0
        for number in 0..<times {
            let key = "sk-bench-\(change)-\(number)-0123456789"
            try await prepare(change, key)
            let committed = try await commit(change, key)
            var calls = 1
            while try await target.isAllowed(key) != (change == .keyInserted) { calls += 1 }
            verdicts.append(ContinuousClock.now - committed)
            notices.append(await listener.next() - committed)
            if calls > 1 { late += 1 }
        }
        return BenchReport.Row(
            name: change.rawValue,
            summary: DurationSummary(verdicts),
            bare: DurationSummary(notices),
            counts: [("not obeyed by the first call", late)]
        )
    }

    /// The daemon knows the key, and lets it in; or has never heard of it.
    private func prepare(_ change: Change, _ key: String) async throws {
        try await target.unblockTeam()
        guard change.needsKey else { return }
        try await target.makeKey(key, team: Change.team)
        while try await !target.isAllowed(key) {}
    }

    /// Makes the change and notifies the bare client, in one transaction.
    private func commit(_ change: Change, _ key: String) async throws -> ContinuousClock.Instant {
        let (sql, parameters) = change.statement(key, in: target.catalog)
        return try await target.writer.run { connection throws(PostgresError) in
            try connection.transaction { connection throws(PostgresError) in
                try connection.execute(sql, parameters)
                try connection.notify(BareListener.channel, payload: "")
            }
            return ContinuousClock.now
        }
    }
}
