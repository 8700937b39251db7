package import Wire

/// `cache.stats`: what is held in memory.
package enum CacheStatsMethod {
    package static let descriptor = MethodDescriptor(
        name: "cache.stats",
        summary: "Counts what is held in memory, and what keeping it current has taken.",
        role: .admin,
        result: WireSchemas.row,
        examples: [
            MethodExample(
                "shortened",
                result: ["state": "fresh", "source": "notices", "keys": 2, "loads": 1]
            )
        ],
        notes: ["Entries count ids known to be absent, too."]
    )

    /// The method with what answers it.
    package static func method(_ source: HealthSource) -> Method {
        Method(descriptor) { _, _ in source.cache }
    }
}
