import TestSupport
import Testing

@testable import Store

@Suite("A flush logs requests")
struct FlushLogTests {
    private static var full: SpendEvent {
        var event = FlushSample.event(1)
        event.log.modelID = "m-1"
        event.log.apiBase = "https://api"
        event.log.completionStartTime = FlushSample.start + .milliseconds(100)
        event.log.tags = ["a\"b", "ü"]
        event.log.cacheHit = "True"
        event.log.cacheKey = "ck"
        event.log.requesterIPAddress = "10.0.0.1"
        event.log.sessionID = "s-1"
        event.log.mcpNamespacedToolName = "mcp/tool"
        event.log.agentID = "a1"
        event.log.billingAgentID = "ba1"
        event.log.callID = "call-1"
        event.log.metadata = #"{"note":"x","user_api_key_alias":"theirs"}"#
        event.log.messages = #"[{"role":"user"}]"#
        event.log.response = #"{"id":1}"#
        event.log.proxyServerRequest = #"{"url":"/v1"}"#
        return event
    }

    @Test func `every column has its value`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await bench.record(Self.full)
            #expect(await bench.flush().lastError == nil)
            let expected: [String: String?] = [
                "request_id": "request-1", "call_type": "acompletion",
                "api_key": FlushSample.key.hex, "spend": "1.234567e-06", "total_tokens": "15",
                "prompt_tokens": "10", "completion_tokens": "5",
                "startTime": "2026-12-01 09:30:00.125", "endTime": "2026-12-01 09:30:00.375",
                "completionStartTime": "2026-12-01 09:30:00.225", "model": "gpt-4o",
                "model_id": "m-1", "model_group": "gpt", "custom_llm_provider": "openai",
                "api_base": "https://api", "user": "u1", "cache_hit": "True", "cache_key": "ck",
                "request_tags": #"["a\"b", "ü"]"#, "team_id": "t1", "end_user": "e1",
                "requester_ip_address": "10.0.0.1", "messages": #"[{"role": "user"}]"#,
                "response": #"{"id": 1}"#, "proxy_server_request": #"{"url": "/v1"}"#,
                "session_id": "s-1", "status": "success", "mcp_namespaced_tool_name": "mcp/tool",
                "organization_id": "o1", "agent_id": "a1", "request_duration_ms": "250",
                "litellm_call_id": "call-1", "billing_agent_id": "ba1",
            ]
            let columns = TableName.spendLogs.definition.columns.map(\.name)
            #expect(
                Set(columns) == Set(expected.keys).union(["metadata", "created_at", "updated_at"])
            )
            for (name, value) in expected {
                let found = try await rows.column("\"\(name)\"", of: .spendLogs)
                #expect(found == [value], "\(name)")
            }
        }
    }

    @Test func `metadata has what the proxy's pages look for, the caller's own, and the marker`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await bench.record(Self.full)
            await bench.flush()
            let expected = """
                {"note": "x", "status": "success", "user_api_key": "\(FlushSample.key.hex)", \
                "sidecar_event": "\(JournalHome.instance):1", "user_api_key_alias": "theirs", \
                "user_api_key_org_id": "o1", "user_api_key_team_id": "t1", \
                "user_api_key_user_id": "u1"}
                """
            #expect(try await rows.column("metadata", of: .spendLogs) == [expected])
        }
    }

    @Test func `what an event lacks gets the column's default`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            let times = (FlushSample.start, FlushSample.start)
            let log = SpendLogEntry(requestID: "bare", startTime: times.0, endTime: times.1)
            let identity = SpendIdentity(token: FlushSample.key.hex)
            try await bench.record(SpendEvent(identity: identity, spend: .zero, log: log))
            #expect(await bench.flush().lastError == nil)
            let found = try await rows.column(
                #"concat_ws('|', messages, response, "user", end_user, "spend", request_tags)"#,
                of: .spendLogs
            )
            #expect(found == ["{}|{}|||0|[]"])
        }
    }

    @Test func `a row without a value beside one with a value is as good as alone`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await bench.record(Self.full)
            try await bench.record(FlushSample.event(2))
            #expect(await bench.flush().lastError == nil)
            let found = try await rows.column(
                "request_id || coalesce(session_id, '-') || coalesce(messages::text, '-')",
                of: .spendLogs
            )
            #expect(found == [#"request-1s-1[{"role": "user"}]"#, "request-2-{}"])
        }
    }

    @Test func `a failure's row says why`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await bench.record(Self.failure)
            await bench.flush()
            let found = try await rows.column(
                "status || (metadata ->> 'status') || (metadata -> 'error_information')::text",
                of: .spendLogs
            )
            #expect(
                found == [
                    #"failurefailure{"error_code": "429", "error_class": "RateLimit", "#
                        + #""error_message": "no"}"#
                ]
            )
        }
    }

    private static var failure: SpendEvent {
        var event = FlushSample.event(9, spend: .zero)
        event.log.status = .failure
        event.log.failure = SpendFailure(type: "RateLimit", message: "no", statusCode: "429")
        return event
    }

    @Test func `failures go to the table of errors where that is asked for`() async throws {
        var settings = FlushSettings()
        settings.terms.usesErrorTable = true
        try await FlushBench.with(settings) { bench in
            let rows = try await FlushedRows(bench.database)
            try await bench.record(FlushSample.event(1))
            try await bench.record(Self.failure)
            #expect(await bench.flush().lastError == nil)
            #expect(try await rows.requestIDs() == ["request-1"])
            let found = try await rows.column(
                #"concat_ws('|', request_id, "startTime", "endTime", api_base, model_group, "#
                    + "litellm_model_name, model_id, exception_type, exception_string, "
                    + "status_code, request_kwargs ->> 'sidecar_event')",
                of: .errorLogs
            )
            #expect(
                found == [
                    "request-9|2026-12-01 09:30:00.125|2026-12-01 09:30:00.375||gpt|gpt-4o||"
                        + "RateLimit|no|429|\(JournalHome.instance):2"
                ]
            )
        }
    }

    @Test(arguments: [
        (false, true, [String]()), (true, false, ["request-1"]),
        (true, true, ["request-1", "request-9"]),
    ])
    func `logs that are switched off are not written, and the spend is booked all the same`(
        writesLogs: Bool,
        writesErrors: Bool,
        expected: [String]
    ) async throws {
        var settings = FlushSettings()
        settings.terms.writesLogs = writesLogs
        settings.terms.writesErrors = writesErrors
        try await FlushBench.with(settings) { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert()
            try await bench.record(FlushSample.event(1))
            try await bench.record(Self.failure)
            #expect(await bench.flush().lastError == nil)
            #expect(try await rows.requestIDs() == expected)
            #expect(try await rows.spend(.team("t1")) == 0.000001234567)
            #expect(try await rows.column("api_requests", of: .dailyTeamSpend) == ["2"])
        }
    }
}
