package import Wire

/// `health.ready`: requests are decided.
package enum HealthReadyMethod {
    package static let descriptor = MethodDescriptor(
        name: "health.ready",
        summary: "Says whether requests can be decided, and how well.",
        description: """
            While the database is away for less than `stale_grace` the daemon is ready and \
            degraded: keys in memory are decided by the last known rows.
            """,
        role: .data,
        result: .object(
            Field("ready", .boolean, required: true, "Whether requests are decided."),
            Field(
                "degraded",
                .boolean,
                required: true,
                "Whether something is not as it should be."
            ),
            Field("reasons", .list(of: .string), required: true, "What that is, a sentence each.")
        ),
        examples: [
            MethodExample(
                "all is well",
                result: ["ready": true, "degraded": false, "reasons": []]
            )
        ]
    )

    /// The method with what answers it.
    package static func method(_ source: HealthSource) -> Method {
        Method(descriptor) { _, _ in source.readiness.json }
    }
}
