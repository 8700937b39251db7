/// What is held in memory, and how current it has to be.
extension SettingsTable {
    static let cache = SettingsSection(
        title: "Cache",
        definitions: [
            SettingDefinition(
                "cache.max_keys",
                \.cache.maximumKeys,
                .count(1...100_000_000),
                "The most virtual keys held in memory. With more in the table the daemon refuses "
                    + "to start."
            ),
            SettingDefinition(
                "cache.max_end_users",
                \.cache.maximumEndUsers,
                .count(1...100_000_000),
                "The most end users held in memory; beyond it the least recently used is "
                    + "forgotten and read again when it comes back."
            ),
            SettingDefinition(
                "cache.unknown_keys",
                \.cache.maximumUnknownKeys,
                .count(1...100_000_000),
                "The most keys remembered as unknown to the database."
            ),
            SettingDefinition(
                "cache.unknown_reads_per_second",
                \.cache.unknownReadsPerSecond,
                .count(1...1_000_000),
                "The most look-ups of unknown keys per second; a call beyond it is told "
                    + "`overloaded` and when to come back. Known keys do not feel it."
            ),
            SettingDefinition(
                "cache.sweep_interval",
                \.cache.sweepInterval,
                .duration(.seconds(1)...hours(24)),
                "How often the whole cache is proven against the tables."
            ),
        ]
    )

    static let freshness = SettingsSection(
        title: "Freshness",
        definitions: [
            SettingDefinition(
                "stale_grace",
                \.freshness.staleGrace,
                .duration(.zero...hours(24)),
                "How long known keys are answered from memory while the database is away, per "
                    + "outage. Zero answers nothing without it."
            ),
            SettingDefinition(
                "spend_refresh",
                \.freshness.spendRefresh,
                .duration(.milliseconds(100)...hours(1)),
                "How often the spend of active accounts is read; with several daemons on one "
                    + "database it bounds how far they overshoot a budget together."
            ),
            SettingDefinition(
                "poll_interval",
                \.freshness.pollInterval,
                .duration(.milliseconds(100)...hours(1)),
                "How often the tables are read where triggers may not be installed or notices do "
                    + "not arrive."
            ),
            SettingDefinition(
                "heartbeat",
                \.freshness.heartbeat,
                .duration(.milliseconds(100)...hours(1)),
                "How often the listener's connection is proven alive."
            ),
        ]
    )

    static func hours(_ count: Int) -> Duration { .seconds(count * 3_600) }
}
