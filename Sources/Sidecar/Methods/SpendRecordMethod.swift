import Store
package import Wire

/// `spend.record`: takes what a request has cost.
package enum SpendRecordMethod {
    /// What is published about the method.
    package static let descriptor = MethodDescriptor(
        name: "spend.record",
        summary: "Books what a request has cost, exactly once, and answers when it is durable.",
        description: """
            The event is in the journal on the disk when the answer comes (`durability: fsync`), \
            and reaches the database with the next flush: the log row, the spend of the key and of \
            everybody it belongs to, and the daily sums. Who pays is named by exactly one of \
            `grant`, `token` and `key`; user, team and organization come from the key's row, for a \
            `grant` from what that was when it was given. It is never refused because a key is \
            blocked, expired, deleted or cannot be looked up: the money is spent. It works without \
            the database too.

            With an `idempotency_key` a call may be repeated: within `idempotency_window` (an hour \
            by default) the same caller's same key gives the same `sequence` and books nothing \
            twice; with other parameters it is `conflict`. A `grant` is its own idempotency key, \
            and another one given beside it is not looked at. Neither reaches across daemons with \
            state directories of their own.
            """,
        role: .data,
        changesData: true,
        parameters: RecordParameters.all,
        result: .object(
            Field("sequence", .integer, required: true, "The event's number in the journal."),
            Field("durable", .boolean, required: true, "False under `durability: write`.")
        ),
        errors: [
            .invalidKey, .permissionDenied, .journalUnavailable, .conflict, .overloaded,
        ],
        examples: [
            MethodExample(
                "a chat completion",
                params: JSONObject([
                    ("token", "5a1f3f1dd3a14ab3ad9cbf5f6d9ea0d0e0b3f0a7a0a4b5c2e1d6f7a8b9c0d1e2"),
                    ("model", "gpt-4o"), ("spend", .number("0.0125")), ("prompt_tokens", 950),
                    ("completion_tokens", 210), ("request_id", "chatcmpl-9f8e7d"),
                    ("call_type", "acompletion"), ("idempotency_key", "chatcmpl-9f8e7d"),
                ]),
                result: ["sequence": 123, "durable": true]
            )
        ],
        notes: [
            "`journal_unavailable` with `detail` `not_accepted`: nothing was booked. With "
                + "`outcome_unknown`: it may have been; repeat with the same `idempotency_key`.",
            "The master key's spend is booked as the proxy books it: token "
                + "`litellm_proxy_master_key`, user `default_user_id`.",
            "The columns of `SpendLogs` go by their names; those that the database lacks are left "
                + "out. The columns that say who pays are no parameters.",
        ]
    )

    /// The method with what answers it.
    package static func method(_ recorder: SpendRecorder) -> Method {
        Method(descriptor) { arguments, caller throws(WireError) in
            let receipt = try await recorder.record(arguments, by: caller.credentials)
            return ["sequence": .int(receipt.sequence), "durable": .bool(receipt.isDurable)]
        }
    }
}
