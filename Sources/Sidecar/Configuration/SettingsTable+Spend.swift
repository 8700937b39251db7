/// Spend, budgets, and where the daemon can differ from the proxy.
extension SettingsTable {
    static let spend = SettingsSection(
        title: "Spend",
        definitions: [
            SettingDefinition(
                "durability",
                \.spend.durability,
                .choice,
                "What an acknowledged event has survived. `fsync`: it is on the disk. `write`: it "
                    + "is with the kernel; a power cut may lose it, a crash of the daemon not."
            ),
            SettingDefinition(
                "flush_interval",
                \.spend.flushInterval,
                .duration(.zero...hours(1)),
                proxyField: "general_settings.proxy_batch_write_at",
                "The longest that an event waits to be booked; zero books each event at once."
            ),
            SettingDefinition(
                "flush_events",
                \.spend.flushEvents,
                .count(1...100_000),
                "As many waiting events are booked at once, whatever the interval."
            ),
            SettingDefinition(
                "journal.max_bytes",
                \.spend.journalMaximumBytes,
                .bytes(1 << 20...1 << 50),
                "The most bytes of journal on the disk. When events that are not booked yet fill "
                    + "it, `spend.record` is refused."
            ),
            SettingDefinition(
                "journal.retention",
                \.spend.journalRetention,
                .duration(.zero...DurationText.longest),
                "How long booked events are kept, so that they can be applied again if the "
                    + "database comes back older than it was."
            ),
            SettingDefinition(
                "idempotency_window",
                \.spend.idempotencyWindow,
                .duration(.seconds(1)...hours(168)),
                "How long an `idempotency_key` is remembered."
            ),
            SettingDefinition(
                "error_logs",
                \.spend.errorLogs,
                .choice,
                "Where failed requests are logged: in the spend logs with status `failure`, or in "
                    + "the table of error logs where the database has one."
            ),
        ]
    )

    static let grants = SettingsSection(
        title: "Grants and budgets",
        definitions: [
            SettingDefinition(
                "grant_ttl",
                \.grants.lifetime,
                .duration(.milliseconds(100)...hours(24)),
                "How long a grant holds when its request does not say."
            ),
            SettingDefinition(
                "grant_cap",
                \.grants.capDollars,
                SettingForm.dollars.optional(absent: "none"),
                "The most that one request reserves, in dollars."
            ),
            SettingDefinition(
                "reservations",
                \.grants.reservations,
                .boolean,
                "Whether estimated cost and tokens are reserved until a request is settled."
            ),
            SettingDefinition(
                "reset_job",
                \.grants.resetJob,
                SettingForm.boolean.optional(absent: "auto"),
                "Whether this daemon resets budgets when their period ends. `auto`: where no proxy "
                    + "made the tables (a private Postgres, `sidecar schema create`), and where "
                    + "the proxy's `disable_reset_budget` is true. Two jobs on one database reset "
                    + "twice: for a proxy on tables that were made here, set "
                    + "`disable_reset_budget`, or this to false."
            ),
        ]
    )

    static let differences = SettingsSection(
        title: "Differences from the proxy",
        definitions: [
            SettingDefinition(
                "budget_exceeded_status",
                \.differences.budgetExceededStatus,
                .count(400...599),
                proxyField: "litellm_settings.budget_exceeded_status_code",
                "The `http_status` of `budget_exceeded`."
            ),
            SettingDefinition(
                "enforce_blocked_end_users",
                \.differences.enforceBlockedEndUsers,
                .boolean,
                "Whether a blocked end user is refused. The proxy's core does not look at the "
                    + "column."
            ),
            SettingDefinition(
                "enforce_organization_member_budgets",
                \.differences.enforceOrganizationMemberBudgets,
                .boolean,
                "Whether the budget of a membership in an organization refuses. The proxy keeps "
                    + "that spend and judges nothing by it."
            ),
            SettingDefinition(
                "enforce_parallel_limits",
                \.differences.enforceParallelLimits,
                .boolean,
                "Whether `max_parallel_requests` of teams, users and budget rows (a key's own "
                    + "budget row among them) refuses. The proxy looks at that of keys alone."
            ),
            SettingDefinition(
                "count_refused_requests",
                \.differences.countRefusedRequests,
                .boolean,
                "Whether a request that a rate limit refuses counts all the same, as in the "
                    + "proxy: who keeps asking is never let in then. Else a refused request takes "
                    + "nothing from anybody."
            ),
            SettingDefinition(
                "rate_window",
                \.differences.rateWindow,
                .choice,
                takesEffect: .restart,
                "Which minute rates count in. `sliding`: any 60 seconds. `fixed`: 60 seconds from "
                    + "the first request, as in the proxy; twice the limit can pass around its end."
            ),
            SettingDefinition(
                "rates_at_start",
                \.differences.ratesAtStart,
                .choice,
                takesEffect: .restart,
                "What rate limits take for used when the daemon does not know what was: after a "
                    + "kill, a restart of the machine, or with another `rate_window`; after an "
                    + "orderly stop it knows. `empty`: what was written down last, after a kill; "
                    + "else nothing. `full`: all of it, so that who has a rate limit is refused "
                    + "for a minute."
            ),
        ]
    )
}
