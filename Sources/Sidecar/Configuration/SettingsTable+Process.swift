import Wire

/// The process itself, and what a peer on a socket can ask of it.
extension SettingsTable {
    static let process = SettingsSection(
        title: "Process",
        definitions: [
            SettingDefinition(
                "drain_timeout",
                \.process.drainTimeout,
                .duration(.zero...hours(1)),
                "How long a stopping daemon goes on answering what is in flight."
            ),
            SettingDefinition(
                "request_timeout",
                \.process.requestTimeout,
                .duration(.milliseconds(10)...hours(1)),
                "How long a request may wait for the database."
            ),
            SettingDefinition(
                "log_level",
                \.process.logLevel,
                .choice,
                "The least severe messages that are logged."
            ),
            SettingDefinition(
                "log_format",
                \.process.logFormat,
                .choice,
                "The shape of a log line; `auto` is text on a terminal and JSON elsewhere."
            ),
        ]
    )

    static let limits = SettingsSection(
        title: "Limits",
        definitions: [
            SettingDefinition(
                "limits.frame_bytes",
                \.limits.frameBytes,
                .bytes(1 << 10...1 << 26),
                takesEffect: .newConnections,
                "The longest frame (one JSON text); a longer one ends the connection."
            ),
            SettingDefinition(
                "limits.depth",
                \.limits.nestingDepth,
                .count(4...JSONScanner.greatestDepth),
                takesEffect: .newConnections,
                "How many arrays and objects may be nested."
            ),
            SettingDefinition(
                "limits.batch",
                \.limits.batchItems,
                .count(1...100_000),
                takesEffect: .newConnections,
                "The most items in one batch."
            ),
            SettingDefinition(
                "limits.in_flight",
                \.limits.requestsInFlight,
                .count(1...1_000_000),
                takesEffect: .newConnections,
                "The most requests of one connection that are being answered; then it is not "
                    + "read from."
            ),
            SettingDefinition(
                "limits.connections",
                \.limits.connections,
                .count(1...1_000_000),
                takesEffect: .newConnections,
                "The most connections of one socket; one more is told `overloaded` and closed."
            ),
            SettingDefinition(
                "limits.pending_answer_bytes",
                \.limits.pendingAnswerBytes,
                .bytes(1 << 10...1 << 30),
                takesEffect: .newConnections,
                "The most bytes of answers that wait for a slow reader before it is not read "
                    + "from."
            ),
            SettingDefinition(
                "limits.answer_bytes",
                \.limits.answerBytes,
                .bytes(1 << 16...1 << 30),
                takesEffect: .newConnections,
                "The most bytes of one answer, and of all answers to one batch together; what has "
                    + "no room is told `overloaded`."
            ),
            SettingDefinition(
                "limits.request_id_bytes",
                \.limits.requestIDBytes,
                .bytes(16...1 << 16),
                takesEffect: .newConnections,
                "The longest request id, in bytes of its JSON text."
            ),
        ]
    )
}
