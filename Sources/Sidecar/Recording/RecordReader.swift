import Store
import Wire

/// Reads the parts of one `spend.record` out of its arguments.
struct RecordReader {
    private let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    /// Refuses texts that Postgres cannot hold, or that are too long for an index.
    func checkTexts() throws(WireError) {
        for (name, value) in arguments.given {
            if let fault = StorableRules.fault(in: value, at: name) { throw fault }
            if let bound = Self.byteBounds[name] { try checkLength(of: name, value, bound) }
        }
    }

    /// Refuses what a request could be let in with, but not be recorded with.
    ///
    /// Of `model` each name has its bound, which is the caller's to check.
    func checkWhatIsRecorded() throws(WireError) {
        for name in ["model", "end_user_id", "tags"] {
            guard let value = arguments[name] else { continue }
            if let fault = StorableRules.fault(in: value, at: name) { throw fault }
            guard name != "model", let bound = Self.byteBounds[name] else { continue }
            try checkLength(of: name, value, bound)
        }
    }

    private func checkLength(
        of name: String,
        _ value: JSON,
        _ bound: Int
    ) throws(WireError) {
        for text in value.string.map({ [$0] }) ?? arguments.strings(name) ?? []
        where text.utf8.count > bound {
            throw .invalid(name, "must have at most \(bound) bytes of UTF-8")
        }
    }

    /// The one who pays.
    func payer() throws(WireError) -> RecordCall.Payer {
        let names = ["grant", "token", "key"]
        let given = names.filter { arguments[$0] != nil }
        guard let name = given.first, given.count == 1 else {
            throw .invalid(
                given.count > 1 ? given[1] : "token",
                "is one of `grant`, `token` and `key`, of which exactly one is needed"
            )
        }
        let text = arguments.string(name) ?? ""
        switch name {
        case "key":
            return .clear(TokenHash(ofKey: text), KeyShape.fault(of: text.utf8.span))
        case "token":
            if text == Authorization.masterToken { return .master }
            guard let token = TokenHash(hex: text) else {
                throw .invalid("token", "must be 64 lower-case hexadecimal digits")
            }
            return .key(token)
        default:  // open set: names
            return .grant(try GrantParameter.read(arguments))
        }
    }

    /// What it cost.
    func spend() throws(WireError) -> Money {
        switch arguments["spend"] {
        case .int(let dollars)?: return Money(picodollars: Int128(dollars) * 1_000_000_000_000)
        case .number(let text)?:
            if let money = Money(decimal: text) { return money }
        case nil:
            if outcome == .failure { return .zero }
            throw .invalid("spend", "is missing")
        case .null?, .bool?, .string?, .array?, .object?: break
        }
        throw .invalid("spend", "must be an amount in dollars")
    }

    /// What the log says of it.
    func log(now: Timestamp, requestID: String) throws(WireError) -> SpendLogEntry {
        let end = time("end_time") ?? now
        let start = time("start_time") ?? min(end, now)
        var log = SpendLogEntry(
            requestID: arguments.string("request_id") ?? requestID,
            startTime: start,
            endTime: end
        )
        log.callType = arguments.string("call_type") ?? ""
        log.model = arguments.string("model") ?? ""
        try readTokens(into: &log)
        readOutcome(into: &log)
        readColumns(into: &log)
        readDocuments(into: &log)
        return log
    }

    /// All that was sent, in declared order, without what must not or need not be compared.
    func payload(_ payer: RecordCall.Payer) -> [UInt8] {
        let compared = arguments.given.filter { $0.name != "key" && $0.name != "idempotency_key" }
        var object = JSONObject([("payer", .string(payer.text))])
        for (name, value) in compared where name != "token" { object[name] = value }
        return JSONWriter.bytes(.object(object))
    }

    private func readTokens(into log: inout SpendLogEntry) throws(WireError) {
        let prompt = arguments.int("prompt_tokens") ?? 0
        let completion = arguments.int("completion_tokens") ?? 0
        let total = arguments.int("total_tokens") ?? prompt + completion
        guard total <= RecordLimits.int4 else {
            throw .invalid("total_tokens", "must be at most \(RecordLimits.int4)")
        }
        log.promptTokens = Int32(prompt)
        log.completionTokens = Int32(completion)
        log.totalTokens = Int32(total)
    }

    private func readOutcome(into log: inout SpendLogEntry) {
        log.status = outcome
        log.failure = arguments.object("error").map { error in
            SpendFailure(
                type: error["type"]?.string ?? "",
                message: error["message"]?.string ?? "",
                statusCode: error["status_code"]?.int.map { String($0) } ?? ""
            )
        }
        log.tags = arguments.strings("tags") ?? []
    }

    private var outcome: SpendStatus {
        arguments.string("status").flatMap(SpendStatus.init(rawValue:))
            ?? (arguments["error"] == nil ? .success : .failure)
    }

    private func readColumns(into log: inout SpendLogEntry) {
        log.modelID = arguments.string("model_id")
        log.modelGroup = arguments.string("model_group")
        log.customLLMProvider = arguments.string("custom_llm_provider")
        log.apiBase = arguments.string("api_base")
        log.completionStartTime = time("completionStartTime")
        log.cacheHit = arguments.string("cache_hit")
        log.cacheKey = arguments.string("cache_key")
        log.requesterIPAddress = arguments.string("requester_ip_address")
        log.sessionID = arguments.string("session_id")
        log.mcpNamespacedToolName = arguments.string("mcp_namespaced_tool_name")
        log.agentID = arguments.string("agent_id")
        log.billingAgentID = arguments.string("billing_agent_id")
        log.callID = arguments.string("litellm_call_id")
        log.durationMilliseconds =
            arguments.int("request_duration_ms").map { Int32($0) } ?? duration(of: log)
    }

    private func readDocuments(into log: inout SpendLogEntry) {
        log.metadata = arguments["metadata"].map(JSONWriter.string) ?? "{}"
        log.messages = document("messages")
        log.response = document("response")
        log.proxyServerRequest = document("proxy_server_request")
    }

    private func document(_ name: String) -> String? {
        guard let value = arguments[name], value != .null else { return nil }
        return JSONWriter.string(value)
    }

    private func time(_ name: String) -> Timestamp? {
        arguments.string(name).flatMap(Timestamp.init(rfc3339:))
    }

    /// nil where a clock went back, or the span is longer than the column holds.
    private func duration(of log: SpendLogEntry) -> Int32? {
        let span = log.endTime.milliseconds - log.startTime.milliseconds
        return span < 0 ? nil : Int32(exactly: span)
    }

    private static let byteBounds: [String: Int] = [
        "request_id": RecordLimits.idBytes, "session_id": RecordLimits.idBytes,
        "litellm_call_id": RecordLimits.idBytes, "end_user_id": RecordLimits.endUserBytes,
        "model": RecordLimits.modelBytes, "model_group": RecordLimits.modelBytes,
        "custom_llm_provider": RecordLimits.providerBytes, "call_type": RecordLimits.providerBytes,
        "mcp_namespaced_tool_name": RecordLimits.toolBytes, "agent_id": RecordLimits.toolBytes,
        "tags": RecordLimits.tagBytes,
    ]
}
