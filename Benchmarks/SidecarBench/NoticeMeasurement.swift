import Store

/// How long after a commit a change is obeyed over the socket, beside a bare LISTEN client.
///
/// Each change blocks or unblocks a key in one transaction with a NOTIFY of its own. One caller
/// asks without a pause until the verdict turns; a bare client waits for the NOTIFY. Both are timed
/// from the return of COMMIT.
struct NoticeMeasurement {
    private let target: BenchTarget
    private let listener: BareListener
    private let key = "sk-bench-notice-0123456789"

    init(_ target: BenchTarget, _ database: ConnectionString) {
        self.target = target
        listener = BareListener(database)
    }

    func run(changes: Int) async throws {
        try await target.makeKey(key)
        try await listener.start()
        try await change(blocked: false)
        _ = await listener.next()
        var verdicts: [Duration] = []
        var notices: [Duration] = []
        for number in 0..<changes {
            let blocks = number.isMultiple(of: 2)
            let committed = try await change(blocked: blocks)
            while try await target.isAllowed(key) == blocks {}
            verdicts.append(ContinuousClock.now - committed)
            notices.append(await listener.next() - committed)
        }
        let ours = DurationSummary(verdicts)
        let bare = DurationSummary(notices)
        print(ours.line("commit to verdict over the socket"))
        print(bare.line("commit to a bare LISTEN client"))
        let ratio = ours.milliseconds(at: 0.99) / max(bare.milliseconds(at: 0.99), 0.001)
        print("ratio of the p99s: \((ratio * 100).rounded() / 100)")
    }

    /// Changes the key and notifies the bare client, in one transaction.
    @discardableResult
    private func change(blocked: Bool) async throws -> ContinuousClock.Instant {
        let update =
            "UPDATE \(target.catalog.quoted(.verificationToken)) SET blocked = $1 WHERE token = $2"
        let token = TokenHash(ofKey: key).hex
        return try await target.writer.run { connection throws(PostgresError) in
            try connection.transaction { connection throws(PostgresError) in
                try connection.execute(update, [.bool(blocked), .text(token)])
                try connection.notify(BareListener.channel, payload: "")
            }
            return ContinuousClock.now
        }
    }
}
