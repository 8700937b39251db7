/// The ways to the database: one pool for single reads, one connection for whole tables, one to
/// listen on.
///
/// Every new connection proves that it leads to a primary, and to the same database as the others.
package final class StoreConnections: Sendable {
    package let settings: StoreSettings
    let lookups: PostgresPool
    let loads: PostgresPool
    private let found: FoundDatabase

    package init(_ settings: StoreSettings) {
        self.settings = settings
        let found = FoundDatabase()
        self.found = found
        lookups = PostgresPool(
            settings.lookups,
            name: "sidecar-lookup",
            size: settings.lookupConnections,
            queueLimit: settings.queuedLookups,
            onConnect: { connection throws(PostgresError) in
                try found.check(connection, role: "a look-up connection")
            }
        )
        loads = PostgresPool(
            settings.loads,
            name: "sidecar-load",
            size: 1,
            queueLimit: settings.queuedLookups,
            onConnect: { connection throws(PostgresError) in
                try found.check(connection, role: "the connection for whole tables")
            }
        )
    }

    /// What the database was found to have, once it was looked at.
    package var catalog: Catalog? { found.catalog }

    /// Which database the connections lead to.
    package var identity: ServerIdentity? { found.identity }

    /// Runs reads of cached rows on a look-up connection.
    /// - Throws: `.connectionFailed` also while nobody has looked at the database yet.
    package func read<T: Sendable>(
        _ body: @escaping @Sendable (TableReader, PostgresConnection) throws(PostgresError) -> T
    ) async throws(PostgresError) -> T {
        let reader = TableReader(catalog: try requireCatalog())
        return try await lookups.run { connection throws(PostgresError) in
            try body(reader, connection)
        }
    }

    /// Runs reads of whole tables, which may take long.
    package func load<T: Sendable>(
        _ body: @escaping @Sendable (TableReader, PostgresConnection) throws(PostgresError) -> T
    ) async throws(PostgresError) -> T {
        let reader = TableReader(catalog: try requireCatalog())
        return try await loads.run { connection throws(PostgresError) in
            try body(reader, connection)
        }
    }

    /// Looks at the database anew: which server, which tables, which columns.
    ///
    /// - Throws: `SchemaError` where there are no such tables, or not exactly one set of them.
    func rediscover() async throws(SchemaError) -> Catalog {
        found.forget()
        let settings = settings
        let outcome: Result<Catalog, SchemaError>
        do {
            outcome = try await loads.run { connection throws(PostgresError) in
                try self.found.check(connection, role: "the connection for whole tables")
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
        try found.check(connection, role: "the listening connection")
    }

    /// Closes all connections; what runs is interrupted.
    package func shutdown() async {
        await lookups.shutdown(interrupting: true)
        await loads.shutdown(interrupting: true)
    }

    private func requireCatalog() throws(PostgresError) -> Catalog {
        guard let catalog = found.catalog else {
            throw PostgresError(.connectionFailed, "the database has not been reached yet")
        }
        return catalog
    }
}
