/// How the store reaches its database and keeps its memory current.
package struct StoreSettings: Sendable {
    /// Where rows are looked up; may lead through a pooler, never to a standby.
    package var database: ConnectionString
    /// Where LISTEN works: a session of its own, not behind a transaction pooler.
    package var listener: ConnectionString
    /// The Postgres schema of the tables; nil: found by looking.
    package var schema: SchemaName?
    /// What the names of the tables begin with; nil: found by looking.
    package var tablePrefix: TablePrefix?
    package var limits = AccountLimits()
    /// How rates and grants are counted.
    package var limitSettings = LimitSettings()
    /// How often a probe is sent, and how long it may take to arrive.
    package var heartbeat = Duration.seconds(5)
    /// How often whole tables are read where notices cannot be had.
    package var pollInterval = Duration.seconds(5)
    /// How often the cache is proved against the tables.
    package var sweepInterval = Duration.seconds(300)
    package var lookupConnections = 4
    package var queuedLookups = 10_000
    /// How full the server's queue of notices may be, 0 to 1, before they are not relied on.
    package var noticeQueueBound = TriggerHealth.worryingQueueUsage
    /// Whether triggers are installed where the role may.
    package var attaches = true

    package init(database: ConnectionString, listener: ConnectionString? = nil) {
        self.database = database
        self.listener = listener ?? database
    }

    /// Whether connections made by the other settings serve these as well.
    func connects(like other: StoreSettings) -> Bool {
        database == other.database && listener == other.listener && schema == other.schema
            && tablePrefix == other.tablePrefix
    }

    var lookups: PostgresSettings {
        var settings = PostgresSettings(database)
        settings.statementTimeout = .seconds(5)
        settings.silenceLimit = .seconds(8)
        return settings
    }

    /// A whole table may take minutes; that the server still sends is looked at instead.
    var loads: PostgresSettings {
        var settings = PostgresSettings(database)
        settings.statementTimeout = .seconds(1_800)
        settings.silenceLimit = .seconds(1_860)
        return settings
    }

    /// A batch waits for a lock a little in each of its eight tables, and all in all less than the
    /// proxy's statements do, which wait five seconds for the rows that it holds meanwhile.
    var flushes: PostgresSettings {
        var settings = PostgresSettings(database)
        settings.statementTimeout = .seconds(30)
        settings.silenceLimit = .seconds(40)
        settings.lockTimeout = .milliseconds(500)
        return settings
    }

    var listening: PostgresSettings {
        var settings = PostgresSettings(listener)
        settings.statementTimeout = .seconds(5)
        settings.silenceLimit = .seconds(8)
        return settings
    }
}
