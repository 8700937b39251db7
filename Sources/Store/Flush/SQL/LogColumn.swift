/// A column of a log table: its name, its type, and what a row has in it.
struct LogColumn: Sendable {
    let name: String
    let values: Values
    /// What a row has that lacks a value: the column's default, so that the row is the same
    /// whether or not others of its batch have one.
    var absent: String?

    /// What rows have in it, by the type as which it is sent.
    enum Values: Sendable {
        case text(@Sendable (FlushLogRow) -> String?)
        case integer(@Sendable (FlushLogRow) -> Int64?)
        case double(@Sendable (FlushLogRow) -> Double?)
        case time(@Sendable (FlushLogRow) -> Timestamp?)
        /// JSON text.
        case json(@Sendable (FlushLogRow) -> String?)
    }

    /// The rows' values as one array; nil where no row has one: then the column's default serves.
    func array(_ rows: [FlushLogRow]) -> PostgresValue? {
        switch values {
        case .text(let value), .json(let value): texts(rows.map(value))
        case .time(let value): texts(rows.map { value($0)?.postgres })
        case .integer(let value):
            rows.contains { value($0) != nil } ? .intArray(rows.map(value)) : nil
        case .double(let value): .doubleArray(rows.map(value))
        }
    }

    private func texts(_ values: [String?]) -> PostgresValue? {
        guard values.contains(where: { $0 != nil }) else { return nil }
        return .textArray(absent == nil ? values : values.map { $0 ?? absent })
    }

    /// Whether any row has a value; where none has, the column's default serves.
    func hasValue(in rows: [FlushLogRow]) -> Bool {
        switch values {
        case .text(let value), .json(let value): rows.contains { value($0) != nil }
        case .integer(let value): rows.contains { value($0) != nil }
        case .double(let value): rows.contains { value($0) != nil }
        case .time(let value): rows.contains { value($0) != nil }
        }
    }

    /// One row's value as COPY takes it; nil for NULL.
    func text(of row: FlushLogRow) -> String? {
        switch values {
        case .text(let value), .json(let value): value(row) ?? absent
        case .integer(let value): PostgresValue.int(value(row)).textForm
        case .double(let value): PostgresValue.double(value(row)).textForm
        case .time(let value): value(row)?.postgres
        }
    }

    /// The type of the array's elements, and that of the column where it is another.
    var types: (sent: String, column: String?) {
        switch values {
        case .text: ("text", nil)
        case .integer: ("bigint", nil)
        case .double: ("float8", nil)
        case .time: ("text", "timestamp")
        case .json: ("text", "jsonb")
        }
    }

    private static func text(
        _ name: String,
        absent: String? = nil,
        _ value: @escaping @Sendable (FlushLogRow) -> String?
    ) -> LogColumn {
        LogColumn(name: name, values: .text(value), absent: absent)
    }
}

extension LogColumn {
    /// `SpendLogs`, but for the primary key; `user` and others are empty where there is nobody.
    static let spendLogs: [LogColumn] = [
        text("call_type") { $0.event.log.callType },
        text("api_key") { $0.event.identity.token },
        LogColumn(name: "spend", values: .double { $0.event.spend.dollars }),
        LogColumn(name: "total_tokens", values: .integer { Int64($0.event.log.totalTokens) }),
        LogColumn(name: "prompt_tokens", values: .integer { Int64($0.event.log.promptTokens) }),
        LogColumn(
            name: "completion_tokens",
            values: .integer { Int64($0.event.log.completionTokens) }
        ),
        LogColumn(name: "startTime", values: .time(\.event.log.startTime)),
        LogColumn(name: "endTime", values: .time(\.event.log.endTime)),
        LogColumn(name: "completionStartTime", values: .time(\.event.log.completionStartTime)),
        text("model") { $0.event.log.model },
        text("model_id", absent: "") { $0.event.log.modelID },
        text("model_group", absent: "") { $0.event.log.modelGroup },
        text("custom_llm_provider", absent: "") { $0.event.log.customLLMProvider },
        text("api_base", absent: "") { $0.event.log.apiBase },
        text("user") { $0.event.identity.userID ?? "" },
        LogColumn(name: "metadata", values: .json(\.metadata)),
        text("cache_hit", absent: "") { $0.event.log.cacheHit },
        text("cache_key", absent: "") { $0.event.log.cacheKey },
        LogColumn(
            name: "request_tags",
            values: .json { $0.event.log.tags.isEmpty ? nil : $0.tags },
            absent: "[]"
        ),
        text("team_id") { $0.event.identity.teamID },
        text("end_user") { $0.event.endUserID ?? "" },
        text("requester_ip_address") { $0.event.log.requesterIPAddress },
        LogColumn(name: "messages", values: .json(\.event.log.messages), absent: "{}"),
        LogColumn(name: "response", values: .json(\.event.log.response), absent: "{}"),
        LogColumn(
            name: "proxy_server_request",
            values: .json(\.event.log.proxyServerRequest),
            absent: "{}"
        ),
        text("session_id") { $0.event.log.sessionID },
        text("status") { $0.event.log.status.rawValue },
        text("mcp_namespaced_tool_name") { $0.event.log.mcpNamespacedToolName },
        text("organization_id") { $0.event.identity.organizationID },
        text("agent_id") { $0.event.log.agentID },
        LogColumn(
            name: "request_duration_ms",
            values: .integer { $0.event.log.durationMilliseconds.map { Int64($0) } }
        ),
        text("litellm_call_id") { $0.event.log.callID },
        text("billing_agent_id") { $0.event.log.billingAgentID },
    ]

    /// `ErrorLogs`, but for the primary key.
    static let errorLogs: [LogColumn] = [
        LogColumn(name: "startTime", values: .time(\.event.log.startTime)),
        LogColumn(name: "endTime", values: .time(\.event.log.endTime)),
        text("api_base") { $0.event.log.apiBase ?? "" },
        text("model_group") { $0.event.log.modelGroup ?? "" },
        text("litellm_model_name") { $0.event.log.model },
        text("model_id") { $0.event.log.modelID ?? "" },
        LogColumn(name: "request_kwargs", values: .json(\.metadata)),
        text("exception_type") { $0.event.log.failure?.type ?? "" },
        text("exception_string") { $0.event.log.failure?.message ?? "" },
        text("status_code") { $0.event.log.failure?.statusCode ?? "" },
    ]
}
