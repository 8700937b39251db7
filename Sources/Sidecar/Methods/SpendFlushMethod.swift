package import Store
package import Wire

/// `spend.flush`: has everything that is journaled booked at once.
package enum SpendFlushMethod {
    package static let descriptor = MethodDescriptor(
        name: "spend.flush",
        summary: "Books everything that is in the journal, at once.",
        description: """
            Also where the flush waits after a failure, or had given up since record after record \
            was refused. The answer comes when it is done or has failed.
            """,
        role: .admin,
        changesData: true,
        timeout: .seconds(60),
        result: .object(
            Field("flushed", .boolean, required: true, "Whether nothing waits any more."),
            Field("sequence", .integer, required: true, "The last event that is booked."),
            Field("pending_events", .integer, required: true, "How many wait."),
            Field("error", .nullable(.string), required: true, "Why they wait, if they do.")
        ),
        examples: [
            MethodExample(
                "all is booked",
                result: ["flushed": true, "sequence": 123, "pending_events": 0, "error": nil]
            )
        ]
    )

    /// The method with what answers it.
    package static func method(_ flusher: Flusher, _ journal: Journal) -> Method {
        Method(descriptor) { _, _ in
            let wanted = journal.status.last
            let report = await flusher.flush()
            let status = journal.status
            return [
                "flushed": .bool(status.flushed >= wanted),
                "sequence": .int(status.flushed),
                "pending_events": .int(status.pendingEvents),
                "error": .optional(report.obstacle?.description ?? report.lastError),
            ]
        }
    }
}
