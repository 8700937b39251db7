/// The ways to the database: one pool for single reads, one connection for whole tables, one to
/// listen on.
///
/// The settings can change while it is used: connections are made by the new ones once the
/// keeper of the cache begins its next session (`renew`), which `untilOutdated` tells it to do.
package final class StoreConnections: Sendable {
    private let state: Locked<State>

    private struct State: Sendable {
        var settings: StoreSettings
        var pools: StorePools
        /// Who waits for the pools to be outdated.
        var watcher: AsyncStream<Void>.Continuation?

        var areOutdated: Bool { !settings.connects(like: pools.settings) }
    }

    package init(_ settings: StoreSettings) {
        state = Locked(State(settings: settings, pools: StorePools(settings)))
    }

    /// The settings that hold now.
    package var settings: StoreSettings { state.withLock(\.settings) }

    /// What the database was found to have, once it was looked at.
    package var catalog: Catalog? { pools.found.catalog }

    /// Which database the connections lead to.
    package var identity: ServerIdentity? { pools.found.identity }

    /// Which rows are read now, once the database was looked at.
    var origin: RowOrigin? { pools.origin }

    var lookups: PostgresPool { pools.lookups }
    var loads: PostgresPool { pools.loads }
    private var pools: StorePools { state.withLock(\.pools) }

    /// Runs reads of cached rows on a look-up connection.
    /// - Throws: `.connectionFailed` also while nobody has looked at the database yet.
    package func read<T: Sendable>(
        _ body: @escaping @Sendable (TableReader, PostgresConnection) throws(PostgresError) -> T
    ) async throws(PostgresError) -> T {
        let pools = pools
        let reader = TableReader(catalog: try pools.found.requireCatalog())
        return try await pools.lookups.run { connection throws(PostgresError) in
            try body(reader, connection)
        }
    }

    /// Runs reads of whole tables, which may take long.
    package func load<T: Sendable>(
        _ body: @escaping @Sendable (TableReader, PostgresConnection) throws(PostgresError) -> T
    ) async throws(PostgresError) -> T {
        let pools = pools
        let reader = TableReader(catalog: try pools.found.requireCatalog())
        return try await pools.loads.run { connection throws(PostgresError) in
            try body(reader, connection)
        }
    }

    /// Runs a part of the flush.
    func flush<T: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws(PostgresError) -> T
    ) async throws(PostgresError) -> T {
        try await pools.flushes.run(body)
    }

    /// Looks at the database anew: which server, which tables, which columns.
    ///
    /// - Throws: `SchemaError` where there are no such tables, or not exactly one set of them.
    @discardableResult
    package func rediscover() async throws(SchemaError) -> Catalog {
        let pools = pools
        let (settings, found) = (pools.settings, pools.found)
        found.forget()
        let outcome: Result<Catalog, SchemaError>
        do {
            outcome = try await pools.loads.run { connection throws(PostgresError) in
                try found.check(connection, role: "the connection for whole tables")
                return Result { () throws(SchemaError) in
                    try SchemaDiscovery.discover(
                        on: connection,
                        schema: settings.schema,
                        prefix: settings.tablePrefix
                    )
                }
            }
        } catch {
            throw .database(error)
        }
        let catalog = try outcome.get()
        found.set(catalog)
        return catalog
    }

    /// Refuses a listening connection that leads elsewhere.
    func checkListener(_ connection: PostgresConnection) throws(PostgresError) {
        try pools.found.check(connection, role: "the listening connection")
    }

    /// Closes all connections; what runs is interrupted.
    package func shutdown() async {
        await pools.shutdown()
    }
}

// MARK: - Other settings

extension StoreConnections {
    /// These settings hold from now on; for connections once the keeper has begun anew.
    package func apply(_ settings: StoreSettings) {
        let watcher = state.withLock { state in
            state.settings = settings
            return state.areOutdated ? state.watcher : nil
        }
        watcher?.yield()
    }

    /// Whether the settings ask for other connections than there are.
    var areOutdated: Bool { state.withLock(\.areOutdated) }

    /// Waits until they do, or until the task is cancelled; the last one to call this is told.
    func untilOutdated() async {
        let (stream, continuation) = AsyncStream<Void>.makeStream(
            bufferingPolicy: .bufferingNewest(1)
        )
        let areOutdated = state.withLock { state in
            state.watcher = continuation
            return state.areOutdated
        }
        if areOutdated { return }
        for await _ in stream { return }
    }

    /// Gives up connections that the settings no longer ask for, and makes others when needed.
    func renew() {
        let retired = state.withLock { state -> StorePools? in
            guard state.areOutdated else { return nil }
            defer { state.pools = StorePools(state.settings) }
            return state.pools
        }
        retired?.retire()
    }
}
