package import Store
package import Wire

/// `spend.aside_list`: the events that are not booked, wholly or in part, and why.
package enum SpendAsideListMethod {
    /// The most records of one answer.
    static let pageSize = 1_000

    package static let descriptor = MethodDescriptor(
        name: "spend.aside_list",
        summary: "Lists events that the database refused, or that are damaged in the journal.",
        role: .admin,
        parameters: [
            Field(
                "after",
                .integer(minimum: 0, maximum: nil),
                "Only events after this sequence; absent: all."
            ),
            Field(
                "limit",
                .integer(minimum: 1, maximum: Int64(pageSize)),
                "The most that are listed; absent: 100."
            ),
        ],
        result: .object(
            Field("records", .list(of: record), required: true, "By their sequence."),
            Field("total", .integer, required: true, "How many there are in all.")
        ),
        examples: [
            MethodExample(
                "one whose log row was refused",
                result: [
                    "records": [
                        [
                            "sequence": 17, "parts": "log_row",
                            "reason": "unsupported Unicode escape sequence", "sql_state": "22P05",
                            "set_aside_at": "2026-12-01T10:00:00Z", "token": "5a1f3f1d",
                            "spend": .double(0.0125), "request_id": "chatcmpl-9f8e7d",
                            "damaged": false,
                        ]
                    ],
                    "total": 1,
                ]
            )
        ],
        notes: [
            "`parts` is `log_row` where only the log row is missing and the spend is booked, or "
                + "`everything`.",
            "What costs something goes on counting against budgets.",
        ]
    )

    /// The method with what answers it.
    package static func method(_ aside: AsideStore) -> Method {
        Method(descriptor) { arguments, _ in
            let limit = Int(arguments.int("limit") ?? 100)
            let after = arguments.int("after") ?? 0
            let (records, total) = await OwnThread.run("aside-list") {
                (aside.list(after: after, limit: limit), aside.count)
            }
            return ["records": .array(records.map(json)), "total": .int(Int64(total))]
        }
    }

    private static func json(_ record: AsideRecord) -> JSON {
        [
            "sequence": .int(record.sequence), "parts": .string(record.parts.rawValue),
            "reason": .string(record.reason), "sql_state": .optional(record.sqlState),
            "set_aside_at": .string(record.setAsideAt.rfc3339),
            "token": .optional(record.event?.identity.token),
            "spend": record.event.map { .double($0.spend.dollars) } ?? .null,
            "request_id": .optional(record.event?.log.requestID),
            "damaged": .bool(record.damage != nil),
        ]
    }

    private static let record = Schema.object([
        Field("sequence", .integer, required: true, "The event's number in the journal."),
        Field("parts", .oneOf(["log_row", "everything"]), required: true, "What was left out."),
        Field("reason", .string, required: true, "What the database said."),
        Field("sql_state", .nullable(.string), required: true, "The database's code."),
        Field("set_aside_at", .time, required: true, "When."),
        Field("token", .nullable(.string), required: true, "Who pays."),
        Field("spend", .nullable(.number), required: true, "In dollars."),
        Field("request_id", .nullable(.string), required: true, "The request."),
        Field("damaged", .boolean, required: true, "Whether only bytes are left of it."),
    ])
}
