package import Store

extension StoreSettings {
    /// The store's settings as the daemon's say them.
    ///
    /// - Parameters:
    ///   - settings: the daemon's.
    ///   - privateDatabase: where the private Postgres is, which serves where they name no other.
    /// - Throws: what is wrong with a connection string or a name; never a word of a password.
    package init(
        _ settings: Settings,
        privateDatabase: ConnectionString?
    ) throws(StoreError) {
        guard let database = try Self.database(settings) ?? privateDatabase else {
            throw StoreError(.misconfigured, "database_url is not set", field: "database_url")
        }
        try self.init(settings, database: database)
    }

    /// The store's settings as the daemon's say them, on a database that is known by now.
    /// - Throws: what is wrong with a connection string or a name; never a word of a password.
    package init(_ settings: Settings, database: ConnectionString) throws(StoreError) {
        do {
            let listener = try settings.database.separateListenURL.map {
                url throws(PostgresError) in
                try ConnectionString(url.reveal())
            }
            self.init(database: database, listener: listener ?? database)
        } catch {
            throw StoreError(.misconfigured, "listen_url: \(error.message)", field: "listen_url")
        }
        let isNamed = settings.database.schema != "public"
        schema = isNamed ? try Self.schemaName(settings.database.schema) : nil
        tablePrefix = try Self.tablePrefix(settings)
        heartbeat = settings.freshness.heartbeat
        pollInterval = settings.freshness.pollInterval
        sweepInterval = settings.cache.sweepInterval
        limits.keys = settings.cache.maximumKeys
        limits.endUsers = settings.cache.maximumEndUsers
        limits.unknownKeys = settings.cache.maximumUnknownKeys
        limits.unknownReadsPerSecond = settings.cache.unknownReadsPerSecond
        limits.staleGrace = settings.freshness.staleGrace
        limitSettings.window = settings.differences.rateWindow
        limitSettings.startsFull = settings.differences.ratesAtStart == .full
    }

    /// The database that the settings name, if they do.
    private static func database(_ settings: Settings) throws(StoreError) -> ConnectionString? {
        guard let url = settings.database.url else { return nil }
        do {
            return try ConnectionString(url.reveal())
        } catch {
            throw StoreError(
                .misconfigured,
                "database_url: \(error.message)",
                field: "database_url"
            )
        }
    }

    /// The prefix that the settings name, if they do.
    package static func tablePrefix(_ settings: Settings) throws(StoreError) -> TablePrefix? {
        guard let text = settings.database.tablePrefix else { return nil }
        do {
            return try TablePrefix(text)
        } catch {
            throw StoreError(
                .misconfigured,
                "table_prefix \(text): \(error)",
                field: "table_prefix"
            )
        }
    }

    /// The Postgres schema that the settings name.
    package static func schemaName(_ text: String) throws(StoreError) -> SchemaName {
        do {
            return try SchemaName(text)
        } catch {
            throw StoreError(.misconfigured, "schema \(text): \(error)", field: "schema")
        }
    }
}
