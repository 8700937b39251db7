package import Logging
import ServiceLifecycle

/// Stores what rows had spent when their resets became due, so that a restart and all other daemons
/// leave out the same.
///
/// Admission does not wait for it: what it has looked up first counts at once, and what another
/// daemon has stored before takes its place when this has read it.
package struct DueResetService: Service {
    private let accounts: Accounts
    private let connections: StoreConnections
    private let logger: Logger
    private let shared: @Sendable () -> SharedRows
    private let state = Locked(State())

    private struct State {
        /// nil while our own tables are not known to be there.
        var table: DueResetTable?
        var failure: String?
    }

    /// How soon an amount is stored.
    static let interval = Duration.seconds(1)
    /// Amounts that one statement stores.
    static let batch = 1_000
    /// Turns between two looks at what others have stored.
    static let turnsPerLook = 5
    /// Turns between two sweeps of the table.
    static let turnsPerSweep = 3_600
    /// Rows in memory that are looked at in one turn.
    static let checks = 400

    /// - Parameters:
    ///   - accounts: Where resets become due; nothing is left out there before `databaseReached`.
    ///   - connections: The way to the database.
    ///   - logger: Told when nothing can be stored.
    ///   - shared: The rows that bind every request.
    package init(
        accounts: Accounts,
        connections: StoreConnections,
        logger: Logger,
        shared: @escaping @Sendable () -> SharedRows
    ) {
        self.accounts = accounts
        self.connections = connections
        self.logger = logger
        self.shared = shared
        accounts.update { cache, _ in cache.limitMeters.resets.awaitStored() }
    }

    package func run() async {
        try? await cancelWhenGracefulShutdown {
            var turn = 0
            while true {
                try await SharedTick.sleep(for: Self.interval)
                turn += 1
                await store()
                if turn % Self.turnsPerLook == 0 { await lookAround() }
                if turn % Self.turnsPerSweep == Self.turnsPerLook { await sweep() }
                accounts.update { cache, now in
                    cache.forgetOldResets(Self.checks, shared(), now: now.wall)
                }
            }
        }
    }

    /// A session with the database begins: takes over what is stored there, before rows are read.
    package func databaseReached() async {
        guard let catalog = connections.catalog else { return }
        do {
            let found = try await connections.read {
                (_, connection) throws(PostgresError) -> (DueResetTable?, [DueResetTable.Entry]) in
                let id = try SidecarPresence.databaseID(on: connection, catalog)
                let table = id.map(DueResetTable.init)
                return (table, try table?.readAll(on: connection) ?? [])
            }
            state.withLock { $0.table = found.0 }
            take(found.1)
            note(found.0 == nil ? "the tables of the schema sidecar are not there" : nil)
        } catch {
            // Whoever may not read them does without; anything else ends the session, too.
            if error.kind == .server { take([]) }
            note(error.message)
        }
    }

    private func take(_ entries: [DueResetTable.Entry]) {
        accounts.update { cache, _ in
            for entry in entries { cache.limitMeters.resets.restore(entry) }
            cache.limitMeters.resets.knowsStored()
        }
    }

    /// Stores what is new, and takes over what others have stored of it.
    private func store() async {
        let entries = accounts.update { cache, now in
            cache.correctResets(Self.batch, now: now.wall)
            return cache.limitMeters.resets.takeUnstored(Self.batch)
        }
        guard !entries.isEmpty else { return }
        await withTable { table, connection throws(PostgresError) in
            try table.store(entries, on: connection)
        }
    }

    private func lookAround() async {
        let seconds = Self.interval * Self.turnsPerLook * 4 / .seconds(1)
        await withTable { table, connection throws(PostgresError) in
            try table.readNew(within: Int64(seconds), on: connection)
        }
    }

    /// On the connection for whole tables, since it goes through some.
    private func sweep() async {
        guard let catalog = connections.catalog, let table = state.withLock(\.table) else { return }
        do {
            try await connections.load { _, connection throws(PostgresError) in
                try table.sweep(catalog, on: connection)
            }
        } catch {
            logger.info("stored resets not swept", metadata: ["reason": "\(error.message)"])
        }
    }

    private func withTable(
        _ body:
            @escaping @Sendable (DueResetTable, PostgresConnection) throws(PostgresError)
            -> [DueResetTable.Entry]
    ) async {
        guard let table = state.withLock(\.table) else { return }
        do {
            let entries = try await connections.read { _, connection throws(PostgresError) in
                try body(table, connection)
            }
            if !entries.isEmpty { take(entries) }
            note(nil)
        } catch {
            note(error.message)
        }
    }

    private func note(_ failure: String?) {
        let isNews = state.withLock { state in
            defer { state.failure = failure }
            return failure != nil && failure != state.failure
        }
        guard isNews, let failure else { return }
        logger.warning(
            "resets that are due are remembered in memory alone",
            metadata: ["reason": "\(failure)"]
        )
    }
}
