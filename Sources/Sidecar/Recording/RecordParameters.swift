import Wire

/// The parameters of `spend.record`, in the order in which they may be given by position.
enum RecordParameters {
    static let all = payer + amounts + times + columns

    private static let payer: [Field] = [
        Field(
            "grant",
            text(GrantParameter.length),
            "The grant to settle, as `key.authorize` gave it: its key and end user pay."
        ),
        Field(
            "token",
            text(128),
            "Who pays: the hash of the key in hex, as `key.authorize` gives it."
        ),
        Field(
            "key",
            text(KeyAuthorizeMethod.keyLength),
            "Who pays: the key in clear text. One of the three."
        ),
    ]

    private static let amounts: [Field] = [
        Field("model", text(RecordLimits.modelBytes, atLeast: 0), "The model that was used."),
        Field(
            "spend",
            .number(minimum: 0, maximum: Double(RecordLimits.dollars)),
            "What it cost, in dollars, exact to 10⁻¹²; only a failure may leave it out."
        ),
        Field("prompt_tokens", int4, "Tokens of the prompt."),
        Field("completion_tokens", int4, "Tokens of the answer."),
        Field("total_tokens", int4, "Both; absent: their sum."),
        Field(
            "status",
            .oneOf(["success", "failure"]),
            "How the request ended; absent: `failure` with `error`, else `success`."
        ),
        Field(
            "end_user_id",
            text(RecordLimits.endUserBytes),
            "The customer's customer on whose behalf it was made; at most "
                + "\(RecordLimits.endUserBytes) bytes."
        ),
        Field(
            "request_id",
            text(RecordLimits.idBytes),
            "The provider's response id; absent: one is made up."
        ),
        Field("call_type", text(RecordLimits.providerBytes, atLeast: 0), "Such as `acompletion`."),
    ]

    private static let times: [Field] = [
        Field("start_time", .time, "When the request began; absent: its end."),
        Field("end_time", .time, "When it ended; absent: now."),
        Field(
            "tags",
            .list(of: text(RecordLimits.tagBytes), atMost: RecordLimits.tags),
            "Tags of the request: the column `request_tags`."
        ),
        Field("metadata", .object([], additional: .any), "For the log row: a JSON object."),
        Field(
            "error",
            .object(
                Field("type", text(RecordLimits.textBytes, atLeast: 0), "Such as `Timeout`."),
                Field("message", .string, "What went wrong."),
                Field("status_code", .integer(minimum: 0, maximum: 999), "The HTTP status.")
            ),
            "Why the request failed."
        ),
    ]

    private static let columns: [Field] = [
        Field("model_id", column, "The deployment."),
        Field("model_group", text(RecordLimits.modelBytes, atLeast: 0), "The name asked for."),
        Field(
            "custom_llm_provider",
            text(RecordLimits.providerBytes, atLeast: 0),
            "Such as `openai`."
        ),
        Field("api_base", column, "The provider's address."),
        Field("completionStartTime", .time, "When the first token came."),
        Field("cache_hit", column, "`True`, `False` or empty, as the proxy writes it."),
        Field("cache_key", column, "The key of the answer's cache."),
        Field("requester_ip_address", column, "Who asked."),
        Field("messages", .any, "The prompt, if it is to be kept: any JSON."),
        Field("response", .any, "The answer, if it is to be kept: any JSON."),
        Field("proxy_server_request", .any, "The request, if it is to be kept: any JSON."),
        Field("session_id", text(RecordLimits.idBytes, atLeast: 0), "The session."),
        Field(
            "mcp_namespaced_tool_name",
            text(RecordLimits.toolBytes, atLeast: 0),
            "The tool that was called."
        ),
        Field("agent_id", text(RecordLimits.toolBytes, atLeast: 0), "The agent."),
        Field("billing_agent_id", column, "The agent that pays."),
        Field("request_duration_ms", int4, "How long it took; absent: from the times."),
        Field("litellm_call_id", text(RecordLimits.idBytes, atLeast: 0), "The proxy's own id."),
        Field(
            "idempotency_key",
            text(RecordLimits.idempotencyKeyBytes),
            "The same again, by the same caller for the same key, books nothing twice; not looked "
                + "at beside `grant`."
        ),
    ]

    private static let column = text(RecordLimits.textBytes, atLeast: 0)
    private static let int4 = Schema.integer(minimum: 0, maximum: RecordLimits.int4)

    /// A length in Unicode scalars never exceeds the one in bytes, which is checked besides.
    private static func text(_ bytes: Int, atLeast minimum: Int = 1) -> Schema {
        .string(atLeast: minimum, atMost: bytes)
    }
}
