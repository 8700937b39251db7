import Sidecar
import Store
import Wire

/// A value for every setting, none of them its default, and the settings that all of them make.
enum SettingSamples {
    static let texts: [String: String] = [
        "socket": "/tmp/a.sock", "admin_socket": "/tmp/b.sock", "socket_group": "llm",
        "allow_uids": "1000,1001", "allow_gids": "50", "admin_allow_uids": "0",
        "state_dir": "/srv/sidecar", "database_url": "postgres://u:pw@db/llm",
        "listen_url": "postgres://u:pw@direct/llm", "schema": "proxy",
        "table_prefix": "MishikaLLM_", "private_postgres.user": "pg",
        "master_key": "sk-master-0123456789", "cache.max_keys": "2000000",
        "cache.max_end_users": "7", "cache.unknown_keys": "8",
        "cache.unknown_reads_per_second": "9", "cache.sweep_interval": "10m",
        "stale_grace": "1m", "spend_refresh": "2s", "poll_interval": "3s", "heartbeat": "500ms",
        "durability": "write", "flush_interval": "0s", "flush_events": "100",
        "journal.max_bytes": "1GiB", "journal.retention": "48h", "idempotency_window": "2h",
        "error_logs": "table", "grant_ttl": "90s", "grant_cap": "2.5", "reservations": "false",
        "reset_job": "true", "budget_exceeded_status": "429",
        "enforce_blocked_end_users": "true",
        "enforce_organization_member_budgets": "true", "enforce_parallel_limits": "true",
        "count_refused_requests": "true", "rate_window": "fixed", "rates_at_start": "full",
        "drain_timeout": "30s", "request_timeout": "1s",
        "log_level": "debug", "log_format": "json", "limits.frame_bytes": "2MiB",
        "limits.depth": "16", "limits.batch": "10", "limits.in_flight": "11",
        "limits.connections": "12", "limits.pending_answer_bytes": "64KiB",
        "limits.answer_bytes": "1MiB", "limits.request_id_bytes": "128",
    ]

    /// Values that no form of their setting takes.
    static let bad: [String: String] = [
        "allow_uids": "ada", "allow_gids": "-1", "admin_allow_uids": "4294967295",
        "cache.max_keys": "many", "cache.max_end_users": "0", "cache.unknown_keys": "1.5",
        "cache.unknown_reads_per_second": "1e3", "cache.sweep_interval": "5 minutes",
        "stale_grace": "-5s", "spend_refresh": "0", "poll_interval": "1ms", "heartbeat": "0s",
        "durability": "maybe", "flush_interval": "2h", "flush_events": "0",
        "journal.max_bytes": "8GB", "journal.retention": "forever",
        "idempotency_window": "500ms", "error_logs": "spendlogs", "grant_ttl": "0",
        "grant_cap": "-1", "reservations": "2", "reset_job": "sometimes",
        "budget_exceeded_status": "200", "enforce_blocked_end_users": "truthy",
        "enforce_organization_member_budgets": "maybe", "enforce_parallel_limits": "2",
        "count_refused_requests": "some", "rate_window": "rolling", "rates_at_start": "half",

        "drain_timeout": "10y", "request_timeout": "0", "log_level": "loud",
        "log_format": "xml", "limits.frame_bytes": "1KB", "limits.depth": "0",
        "limits.batch": "0", "limits.in_flight": "0", "limits.connections": "0",
        "limits.pending_answer_bytes": "1", "limits.answer_bytes": "1KiB",
        "limits.request_id_bytes": "0",
    ]

    /// Written by hand, so that a setting that lands in the wrong field shows.
    static var settings: Settings {
        var settings = Settings()
        settings.socket = "/tmp/a.sock"
        settings.adminSocket = "/tmp/b.sock"
        settings.stateDirectory = "/srv/sidecar"
        settings.masterKey = Secret("sk-master-0123456789")
        settings.access.socketGroup = "llm"
        settings.access.allowedUsers = [1000, 1001]
        settings.access.allowedGroups = [50]
        settings.access.adminAllowedUsers = [0]
        settings.database.url = Secret("postgres://u:pw@db/llm")
        settings.database.separateListenURL = Secret("postgres://u:pw@direct/llm")
        settings.database.schema = "proxy"
        settings.database.tablePrefix = "MishikaLLM_"
        settings.database.privatePostgresUser = "pg"
        settings.cache.maximumKeys = 2_000_000
        settings.cache.maximumEndUsers = 7
        settings.cache.maximumUnknownKeys = 8
        settings.cache.unknownReadsPerSecond = 9
        settings.cache.sweepInterval = .seconds(600)
        settings.freshness.staleGrace = .seconds(60)
        settings.freshness.spendRefresh = .seconds(2)
        settings.freshness.pollInterval = .seconds(3)
        settings.freshness.heartbeat = .milliseconds(500)
        fillSpend(&settings)
        fillProcess(&settings)
        return settings
    }

    private static func fillSpend(_ settings: inout Settings) {
        settings.spend.durability = .write
        settings.spend.flushInterval = .zero
        settings.spend.flushEvents = 100
        settings.spend.journalMaximumBytes = 1 << 30
        settings.spend.journalRetention = .seconds(172_800)
        settings.spend.idempotencyWindow = .seconds(7_200)
        settings.spend.errorLogs = .table
        settings.grants.lifetime = .seconds(90)
        settings.grants.capDollars = 2.5
        settings.grants.reservations = false
        settings.grants.resetJob = true
        settings.differences.budgetExceededStatus = 429
        settings.differences.enforceBlockedEndUsers = true
        settings.differences.enforceOrganizationMemberBudgets = true
        settings.differences.enforceParallelLimits = true
        settings.differences.countRefusedRequests = true
        settings.differences.rateWindow = .fixed
        settings.differences.ratesAtStart = .full
    }

    private static func fillProcess(_ settings: inout Settings) {
        settings.process.drainTimeout = .seconds(30)
        settings.process.requestTimeout = .seconds(1)
        settings.process.logLevel = .debug
        settings.process.logFormat = .json
        settings.limits.frameBytes = 2 << 20
        settings.limits.nestingDepth = 16
        settings.limits.batchItems = 10
        settings.limits.requestsInFlight = 11
        settings.limits.connections = 12
        settings.limits.pendingAnswerBytes = 64 << 10
        settings.limits.answerBytes = 1 << 20
        settings.limits.requestIDBytes = 128
    }
}
