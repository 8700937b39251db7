package import Store
package import Wire

/// Everything that can be set about the daemon, with the defaults that hold when nobody sets it.
///
/// ``SettingsTable`` gives every value its name, form and meaning; ``SettingsLoader`` fills one in.
package struct Settings: Equatable, Sendable {
    /// The path of the data socket.
    package var socket = "/run/sidecar/sidecar.sock"
    /// The path of the admin socket.
    package var adminSocket = "/run/sidecar/admin.sock"
    /// The directory of the journal, the instance id and the private Postgres.
    package var stateDirectory = "/var/lib/sidecar"
    /// The virtual key that may everything; nobody may everything without one.
    package var masterKey: Secret?

    /// Who may connect.
    package var access = Access()
    /// The Postgres of the proxy, or a private one.
    package var database = Database()
    /// What is held in memory.
    package var cache = Cache()
    /// How current the memory has to be.
    package var freshness = Freshness()
    /// How spend is kept and booked.
    package var spend = Spend()
    /// Reservations and budgets.
    package var grants = Grants()
    /// Where the daemon differs from the proxy on purpose.
    package var differences = Differences()
    /// Stopping, waiting, logging.
    package var process = Process()
    /// Every bound that a peer on a socket can meet.
    package var limits = Limits()
    /// What the proxy's own part of the file says.
    package var proxy = ProxyConfig()

    package init() {}

    /// Who may connect, beyond what the modes of the sockets say.
    package struct Access: Equatable, Sendable {
        /// Owns the socket directory and the data socket; nil is the daemon's own group.
        package var socketGroup: String?
        /// The users that may use the data socket; nil is anyone whom the file mode lets in.
        package var allowedUsers: [UInt32]?
        /// The groups that may use the data socket; nil is anyone whom the file mode lets in.
        package var allowedGroups: [UInt32]?
        /// The users that may use the admin socket; nil is anyone whom the file mode lets in.
        package var adminAllowedUsers: [UInt32]?
    }

    /// The Postgres that holds keys and spend.
    package struct Database: Equatable, Sendable {
        /// A connection string as libpq takes it; nil starts a private Postgres.
        package var url: Secret?
        /// The connection string of the listener where look-ups go through a pooler.
        package var separateListenURL: Secret?
        /// The Postgres schema of the proxy's tables.
        package var schema = "public"
        /// What the table names begin with; nil finds it by looking.
        package var tablePrefix: String?
        /// The user that a private Postgres runs as when the daemon was started by root.
        package var privatePostgresUser = "postgres"

        /// The connection string of the listener.
        package var listenURL: Secret? { separateListenURL ?? url }
    }

    /// What is held in memory.
    package struct Cache: Equatable, Sendable {
        /// More keys than this and the daemon refuses to start.
        package var maximumKeys = 1_000_000
        /// The least recently used end user beyond this is forgotten.
        package var maximumEndUsers = 100_000
        /// The most hashes remembered as unknown.
        package var maximumUnknownKeys = 100_000
        /// The most look-ups of unknown keys per second.
        package var unknownReadsPerSecond = 200
        /// How often the whole cache is proven against the tables.
        package var sweepInterval = Duration.seconds(300)
    }

    /// How current the memory has to be.
    package struct Freshness: Equatable, Sendable {
        /// How long an outage's last known rows are still answered from.
        package var staleGrace = Duration.seconds(300)
        /// How often the spend of active accounts is read.
        package var spendRefresh = Duration.seconds(5)
        /// How often the tables are read where notices do not arrive.
        package var pollInterval = Duration.seconds(5)
        /// How often the listener's connection is proven alive.
        package var heartbeat = Duration.seconds(5)
    }

    /// How spend is kept and booked.
    package struct Spend: Equatable, Sendable {
        /// What an acknowledged event has survived.
        package var durability = Durability.fsync
        /// The longest that an event waits for its flush; zero flushes each event at once.
        package var flushInterval = Duration.seconds(1)
        /// As many waiting events are flushed at once, whatever the interval.
        package var flushEvents = 5_000
        /// The most bytes of journal on the disk.
        package var journalMaximumBytes = 8 << 30
        /// How long flushed events are kept, so that an older database can be caught up.
        package var journalRetention = Duration.seconds(86_400)
        /// How long an idempotency key is remembered.
        package var idempotencyWindow = Duration.seconds(3_600)
        /// Which table takes failed requests.
        package var errorLogs = ErrorLogs.spendLogs
    }

    /// Reservations and the budgets they hold.
    package struct Grants: Equatable, Sendable {
        /// How long a grant holds when its request does not say.
        package var lifetime = Duration.seconds(600)
        /// The most that one request reserves, in dollars; nil is no cap.
        package var capDollars: Double?
        /// Whether estimates are reserved at all.
        package var reservations = true
        /// Whether this daemon resets budgets; nil lets `resetsBudgets(ownDatabase:)` decide.
        package var resetJob: Bool?
    }

    /// Where the daemon can differ from the proxy on purpose; the defaults are the proxy's ways.
    package struct Differences: Equatable, Sendable {
        /// The HTTP status of `budget_exceeded`.
        package var budgetExceededStatus = 422
        /// Whether a blocked end user is refused.
        package var enforceBlockedEndUsers = false
        /// Whether the budget of an organization's member refuses.
        package var enforceOrganizationMemberBudgets = false
        /// Whether `max_parallel_requests` of others than keys refuses.
        package var enforceParallelLimits = false
        /// Whether a request that a rate refuses counts all the same.
        package var countRefusedRequests = false
        /// Which minute rates count in.
        package var rateWindow = RateWindow.Kind.sliding
        /// Whether the first minute of the daemon counts as used up.
        package var ratesAtStart = RatesAtStart.empty
    }

    /// The process itself.
    package struct Process: Equatable, Sendable {
        /// How long a stopping daemon answers what is in flight.
        package var drainTimeout = Duration.seconds(10)
        /// How long a request may wait for the database.
        package var requestTimeout = Duration.seconds(5)
        /// The least severe messages that are logged.
        package var logLevel = LogLevel.info
        /// The shape of a log line.
        package var logFormat = LogFormat.automatic
    }
}

extension Settings {
    /// Whether this daemon runs the reset job.
    ///
    /// Unless it is set, it does in a database that it made itself, and in one whose proxy says
    /// that it leaves the job to others (`disable_reset_budget`): two jobs would reset twice.
    package func resetsBudgets(ownDatabase: Bool) -> Bool {
        grants.resetJob ?? (ownDatabase || proxy.disableResetBudget)
    }
}
