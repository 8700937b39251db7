/// The pools of connections to one database, as one version of the settings has them.
///
/// Every new connection proves that it leads to a primary, and to the same database as the others.
struct StorePools: Sendable {
    /// The settings that they were made by.
    let settings: StoreSettings
    let found = FoundDatabase()
    /// Single reads.
    let lookups: PostgresPool
    /// Whole tables.
    let loads: PostgresPool
    /// The spend that is booked, one transaction at a time.
    let flushes: PostgresPool

    init(_ settings: StoreSettings) {
        self.settings = settings
        let found = found
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
        flushes = PostgresPool(
            settings.flushes,
            name: "sidecar-flush",
            size: 1,
            queueLimit: settings.queuedLookups,
            onConnect: { connection throws(PostgresError) in
                try found.check(connection, role: "the connection of the flush")
            }
        )
    }

    /// Which rows are read over these connections, once the database was looked at.
    var origin: RowOrigin? {
        guard let identity = found.identity, let catalog = found.catalog else { return nil }
        let address = ["host", "hostaddr", "port"].map { settings.database[$0] ?? "" }
        return RowOrigin(
            server: identity.systemIdentifier ?? address.joined(separator: " "),
            databaseID: identity.databaseID,
            schema: catalog.schema,
            prefix: catalog.prefix
        )
    }

    /// Runs nothing new.
    ///
    /// What runs on the look-up connections and the flush may end, since it writes; a whole table
    /// is interrupted.
    func retire() {
        lookups.close(interrupting: false)
        flushes.close(interrupting: false)
        loads.close(interrupting: true)
    }

    /// Closes all connections; what runs is interrupted.
    func shutdown() async {
        await lookups.shutdown(interrupting: true)
        await loads.shutdown(interrupting: true)
        await flushes.shutdown(interrupting: true)
    }
}
