package import Store
package import Wire

/// `spend.aside_retry`: records events once more that the database had refused.
package enum SpendAsideRetryMethod {
    package static let descriptor = MethodDescriptor(
        name: "spend.aside_retry",
        summary: "Records an event once more that the database had refused.",
        description: """
            To be called when the cause is gone. The event gets a new sequence and is booked once, \
            as any other; where only its log row was refused, only that is written. A second \
            call for the same event gives the same new sequence for as long as an idempotency key \
            is remembered, and `not_found` after that.
            """,
        role: .admin,
        changesData: true,
        parameters: [
            Field(
                "sequence",
                .integer(minimum: 1, maximum: nil),
                required: true,
                "As `spend.aside_list` says."
            )
        ],
        result: .object(
            Field("sequence", .integer, required: true, "The event's new number."),
            Field("durable", .boolean, required: true, "As in `spend.record`.")
        ),
        errors: [.notFound, .journalUnavailable],
        examples: [
            MethodExample(
                "one event",
                params: JSONObject([("sequence", 17)]),
                result: ["sequence": 124, "durable": true]
            )
        ]
    )

    /// The method with what answers it.
    package static func method(_ flusher: Flusher) -> Method {
        Method(descriptor) { arguments, _ throws(WireError) in
            let sequence = arguments.int("sequence") ?? 0
            let receipt: JournalReceipt?
            do {
                receipt = try await flusher.retryAside(sequence)
            } catch let error as JournalError {
                throw error.wireError(isRepeatable: true)
            } catch let error as StoreError {
                throw error.wireError
            } catch {
                throw WireError(.internalError, "\(error)")
            }
            guard let receipt else {
                var context = WireError.Context()
                context.field = "sequence"
                throw WireError(
                    .notFound,
                    "no event \(sequence) is set aside that could be recorded once more",
                    context
                )
            }
            return ["sequence": .int(receipt.sequence), "durable": .bool(receipt.isDurable)]
        }
    }
}
