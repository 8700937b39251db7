package import Wire

/// `health.status`: all that is known about the daemon's own state.
package enum HealthStatusMethod {
    package static let descriptor = MethodDescriptor(
        name: "health.status",
        summary: "Reports the state of database, listener, cache, journal and flush.",
        role: .data,
        result: .object(
            [
                Field("ready", .boolean, required: true, "As `health.ready`."),
                Field("degraded", .boolean, required: true, "As `health.ready`."),
                Field("reasons", .list(of: .string), required: true, "As `health.ready`."),
                Field("instance", .string, required: true, "Names the state directory."),
                Field("version", .string, required: true, "The version of the program."),
                Field("uptime_seconds", .number, required: true, "Since the start."),
                Field("database", WireSchemas.row, required: true, "Which one, and its tables."),
                Field("listener", WireSchemas.row, required: true, "Change notices."),
                Field("cache", WireSchemas.row, required: true, "What is held in memory."),
                Field("journal", WireSchemas.row, required: true, "Spend that is on the disk."),
                Field("flush", WireSchemas.row, required: true, "How it gets booked."),
                Field("grants", WireSchemas.row, required: true, "What calls under way hold."),
                Field(
                    "instances",
                    WireSchemas.row,
                    required: true,
                    "Daemons on this database, and how far they can overrun limits together: a "
                        + "budget by `budget_overshoot_factor` times what was left of it when "
                        + "its row was read last (`spend_refresh`); rates and budgets of models "
                        + "are `rate_limit_factor` times the limit."
                ),
                Field("limits", WireSchemas.row, required: true, "Bounds of this build."),
            ],
            additional: .any
        ),
        examples: [
            MethodExample(
                "shortened",
                result: [
                    "ready": true, "degraded": false, "reasons": [],
                    "instance": "0f8a6c1e5b9d4f7e8a3c2b1d0e9f8a7b",
                    "version": .string(SidecarVersion.text), "uptime_seconds": 42,
                    "database": ["name": "proxy", "table_prefix": "LiteLLM_"],
                    "listener": ["attached": true, "notices": 17],
                    "cache": ["state": "fresh", "keys": 2],
                    "journal": ["intake": "open", "pending_events": 0],
                    "flush": ["events": 123, "failures": 0, "error": nil],
                    "grants": ["open": 3, "metered_scopes": 12],
                    "instances": [
                        "count": 2, "budget_overshoot_factor": 1, "rate_limit_factor": 2,
                    ],
                    "limits": ["frame_bytes": 1_048_576],
                ]
            )
        ],
        notes: ["Members may be added in later versions."]
    )

    /// The method with what answers it.
    package static func method(
        _ source: HealthSource,
        limits: @escaping @Sendable () -> Limits
    ) -> Method {
        Method(descriptor) { _, _ in
            var status = source.readiness.json.object ?? JSONObject()
            status["instance"] = .string(source.instance)
            status["version"] = .string(SidecarVersion.text)
            status["uptime_seconds"] = .double(source.uptime)
            status["database"] = source.database
            status["listener"] = source.listener
            status["cache"] = source.cache
            status["journal"] = source.journalStatus
            status["flush"] = source.flushStatus
            status["grants"] = source.grants
            status["instances"] = source.instances
            status["limits"] = limits().json
            return .object(status)
        }
    }
}
