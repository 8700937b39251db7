package import Wire

/// `health.live`: the process answers.
package enum HealthLiveMethod {
    package static let descriptor = MethodDescriptor(
        name: "health.live",
        summary: "Says that the daemon runs.",
        role: .data,
        result: .object(
            Field("live", .boolean, required: true, "Always true."),
            Field("version", .string, required: true, "The version of the program."),
            Field("uptime_seconds", .number, required: true, "Since the start of the daemon.")
        ),
        examples: [
            MethodExample(
                "a daemon that runs",
                result: [
                    "live": true, "version": .string(SidecarVersion.text), "uptime_seconds": 42,
                ]
            )
        ],
        notes: ["Does not look at the database: restarting would not bring it back."]
    )

    /// The method with what answers it.
    package static func method(_ source: HealthSource) -> Method {
        Method(descriptor) { _, _ in
            [
                "live": true, "version": .string(SidecarVersion.text),
                "uptime_seconds": .double(source.uptime),
            ]
        }
    }
}
