/// Hears the change notices on a connection of its own and marks in the cache what they name.
///
/// It blocks on a thread of its own and marks right there: from a commit to the moment at which
/// no request is judged by the old row there is no queue and no task to be scheduled.
struct NoticeListener: Sendable {
    let accounts: Accounts
    let connections: StoreConnections
    let status: KeeperStatus
    let probes: ProbeBoard

    /// How long it waits for notices at a time; what ends it wakes it.
    private static let patience = Duration.seconds(60)

    /// Listens until the connection is lost or the task cancelled.
    ///
    /// - Parameters:
    ///   - channel: Where the notices come.
    ///   - listening: Called once LISTEN has been answered: later commits are heard.
    /// - Returns: Why it has ended.
    func run(
        on channel: NoticeChannel,
        listening: @escaping @Sendable () -> Void
    ) async -> PostgresError {
        let pool = PostgresPool(
            connections.settings.listening,
            name: "sidecar-listen",
            size: 1,
            queueLimit: 1,
            onConnect: { connection throws(PostgresError) in
                try connections.checkListener(connection)
            }
        )
        do {
            return try await pool.run { connection throws(PostgresError) in
                try connection.listen(channel.name)
                listening()
                return hear(connection)
            }
        } catch {
            return error
        }
    }

    private func hear(_ connection: PostgresConnection) -> PostgresError {
        while true {
            do throws(PostgresError) {
                let notices = try connection.waitForNotices(timeout: Self.patience)
                if !notices.isEmpty { take(notices) }
            } catch {
                return error
            }
        }
    }

    /// Marks all rows of one wake-up before any of them is read again.
    func take(_ notices: [PostgresNotice]) {
        let batch = NoticeBatch(notices.lazy.map(\.payload))
        status.update { $0.count(batch) }
        accounts.proposeKeyMoves(batch.keyMoves)
        if !batch.rows.isEmpty || !batch.wholeTables.isEmpty {
            accounts.invalidate(rows: batch.rows, tables: batch.wholeTables)
        }
        for probe in batch.probes { arrived(probe) }
    }

    private func arrived(_ probe: String) {
        guard let sentAt = probes.arrived(probe) else { return }
        let roundTrip = accounts.update { cache, now in
            cache.currency.probeArrived(sentAt: sentAt)
            return now.elapsed(since: sentAt)
        }
        status.update { $0.probeRoundTrip = roundTrip }
    }
}
