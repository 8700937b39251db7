import Store
import Wire

extension HealthSource {
    /// Which database it is, as far as it was reached.
    var database: JSON {
        let identity = connections.identity
        let catalog = connections.catalog
        return [
            "name": .optional(identity?.database),
            "server_version": .optional(identity?.serverVersion),
            "system_identifier": .optional(identity?.systemIdentifier),
            "schema": .optional(catalog?.schema.rawValue),
            "table_prefix": .optional(catalog?.prefix.rawValue),
            "missing_tables": .array(
                TableName.created.filter { catalog?.has($0) == false }
                    .map { .string($0.rawValue) }
            ),
            "problem": .optional(keeper.report.problem),
        ]
    }

    /// How changes are heard of.
    var listener: JSON {
        let report = keeper.report
        return [
            "attached": .bool(report.isAttached),
            "notices": .int(Int64(report.noticeCount)),
            "junk": .int(Int64(report.junkCount)),
            "sessions": .int(Int64(report.sessionCount)),
            "probe_ms": report.probeRoundTrip.map { .double($0 / .milliseconds(1)) } ?? .null,
        ]
    }

    /// What spend waits on the disk, and how far back it can be applied again.
    var journalStatus: JSON {
        let status = journal.status
        let now = clock.now().wall
        var json = JSONObject()
        json["intake"] = .string(status.intake.name)
        json["pending_events"] = .int(status.pendingEvents)
        json["pending_bytes"] = .int(Int64(status.pendingBytes))
        json["oldest_pending_ms"] = .optional(
            status.oldestPending.map { max(0, now.milliseconds - $0.milliseconds) }
        )
        json["groups"] = .int(status.groups)
        json["bytes"] = .int(Int64(status.totalBytes))
        json["first_sequence"] = .int(status.first)
        json["last_sequence"] = .int(status.last)
        json["durable_sequence"] = .int(status.durable)
        json["flushed_sequence"] = .int(status.flushed)
        json["replay_horizon"] = .optional(status.replayHorizon?.rfc3339)
        json["damaged"] = .int(Int64(status.damaged))
        let lost = journal.recovery
        json["missing_sequences"] = .optional(JournalRecovery.text(lost.missing))
        json["unusable_segments"] = .int(Int64(lost.unusable.count))
        json["set_aside"] = .int(Int64(journal.aside.count))
        return .object(json)
    }

    /// How the booking of spend fares.
    var flushStatus: JSON {
        let report = flusher.report
        var json = JSONObject()
        json["last"] = .optional(report.lastFlush?.rfc3339)
        json["last_ms"] = report.lastDuration.map { .double($0 / .milliseconds(1)) } ?? .null
        json["events"] = .int(report.events)
        json["batches"] = .int(report.batches)
        json["failures"] = .int(Int64(report.failures))
        json["error"] = .optional(report.lastError)
        json["waits_for"] = .optional(report.obstacle?.description)
        json["unmatched_rows"] = .int(report.unmatchedRows)
        json["proxy_books_too"] = .bool(flusher.bothBook)
        json["rewinds"] = .int(report.rewinds)
        json["skipped_sequences"] = .optional(
            report.skipped.map { "\($0.lowerBound)-\($0.upperBound)" }
        )
        return .object(json)
    }

    /// What calls under way hold, and for how many scopes anything is counted.
    var grants: JSON {
        accounts.update { cache, now in
            cache.withLimits { limits in
                limits.endDue(at: now.monotonicNanoseconds)
                return [
                    "open": .int(Int64(limits.grantCount)),
                    "metered_scopes": .int(Int64(limits.scopeCount)),
                ]
            }
        }
    }

    /// How many daemons work on this database, and by how much they can overrun limits together.
    var instances: JSON {
        let count = Int64(flusher.report.instances)
        return [
            "count": .int(count),
            // Times what a budget had left when its row was read last.
            "budget_overshoot_factor": .int(count - 1),
            // Times each limit of requests, tokens and parallel calls, and each budget of a model:
            // every daemon counts its own.
            "rate_limit_factor": .int(count),
        ]
    }

    /// What is held in memory, and how current it is.
    var cache: JSON {
        let (stats, now) = accounts.update { ($0.stats, $1) }
        let report = keeper.report
        var cache = JSONObject()
        cache["state"] = .string(stats.freshness.name)
        cache["source"] = .optional(stats.freshness.source)
        let age = stats.provenAt.map { now.elapsed(since: $0).wholeMilliseconds }
        cache["age_ms"] = .optional(age)
        cache["loads"] = .int(Int64(report.loadCount))
        cache["load_seconds"] = report.lastLoad.map { JSON.double($0.seconds) } ?? .null
        cache["sweeps"] = .int(Int64(report.sweepCount))
        cache["drift"] = .int(Int64(report.driftCount))
        cache["failed_reads"] = .int(Int64(report.failedReadCount))
        cache["queued_reads"] = .int(Int64(stats.queuedReads))
        for table in CachedTable.allCases {
            cache[table.columnName] = .int(Int64(stats.entries[table] ?? 0))
        }
        return .object(cache)
    }
}

extension JournalIntake {
    /// The state as clients see it.
    fileprivate var name: String {
        switch self {
        case .open: "open"
        case .refusing: "refusing"
        case .full: "full"
        case .outcomeUnknown: "outcome_unknown"
        case .closed: "closed"
        }
    }
}

extension Freshness {
    /// The state as clients see it.
    var name: String {
        switch self {
        case .loading: "loading"
        case .fresh: "fresh"
        case .stale: "stale"
        case .expired: "expired"
        }
    }

    /// How changes are seen, while they are.
    var source: String? {
        switch self {
        case .fresh(.notices): "notices"
        case .fresh(.polling): "polling"
        case .loading, .stale, .expired: nil
        }
    }
}

extension CachedTable {
    /// The table as clients see it.
    var columnName: String {
        switch self {
        case .keys: "keys"
        case .deprecatedKeys: "deprecated_keys"
        case .teams: "teams"
        case .modelAliases: "model_aliases"
        case .users: "users"
        case .organizations: "organizations"
        case .teamMembers: "team_members"
        case .organizationMembers: "organization_members"
        case .endUsers: "end_users"
        case .budgets: "budgets"
        case .proxyModels: "proxy_models"
        case .accessGroups: "access_groups"
        }
    }
}

extension Limits {
    /// The bounds that a client can meet.
    var json: JSON {
        [
            "frame_bytes": .int(Int64(frameBytes)), "nesting_depth": .int(Int64(nestingDepth)),
            "batch_items": .int(Int64(batchItems)),
            "requests_in_flight": .int(Int64(requestsInFlight)),
            "connections": .int(Int64(connections)),
            "pending_answer_bytes": .int(Int64(pendingAnswerBytes)),
            "answer_bytes": .int(Int64(answerBytes)),
            "request_id_bytes": .int(Int64(requestIDBytes)),
        ]
    }
}
