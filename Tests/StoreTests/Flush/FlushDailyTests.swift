import TestSupport
import Testing

@testable import Store

@Suite("A flush adds to the daily sums")
struct FlushDailyTests {
    private static let tables: [(TableName, String)] = [
        (.dailyUserSpend, "user_id"), (.dailyTeamSpend, "team_id"),
        (.dailyOrganizationSpend, "organization_id"), (.dailyEndUserSpend, "end_user_id"),
        (.dailyAgentSpend, "agent_id"), (.dailyTagSpend, "tag"),
    ]

    private static func event(_ number: Int) -> SpendEvent {
        var event = FlushSample.event(number)
        event.log.agentID = "a1"
        event.log.tags = ["red", "blue", "red"]
        return event
    }

    @Test func `each table has one row with every sum, whatever the number of events and flushes`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            var failed = Self.event(1)
            failed.log.status = .failure
            failed.log.durationMilliseconds = nil
            try await bench.record(failed)
            try await bench.record(Self.event(2))
            #expect(await bench.flush().lastError == nil)
            try await bench.record(Self.event(3))
            #expect(await bench.flush().lastError == nil)
            for (table, entity) in Self.tables {
                let found = try await rows.column(
                    """
                    concat_ws(' ', \(entity), date, api_key, model, model_group,
                        custom_llm_provider, '[' || mcp_namespaced_tool_name || endpoint || ']',
                        prompt_tokens, completion_tokens, spend, api_requests,
                        successful_requests, failed_requests, total_response_time_ms,
                        timed_requests)
                    """,
                    of: table
                )
                let names = try await rows.column(entity, of: table)
                #expect(names.count == (table == .dailyTagSpend ? 2 : 1))
                let expected = names.map { name in
                    "\(name ?? "") 2026-12-01 \(FlushSample.key.hex) gpt-4o gpt openai [] "
                        + "30 15 3.703701e-06 3 2 1 500 2"
                }
                #expect(found == expected, "\(table)")
            }
        }
    }

    @Test func `what is not there is empty and not NULL, so that the row is found again`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            for number in 1...2 {
                var event = FlushSample.event(number, of: FlushSample.key)
                event.log.customLLMProvider = nil
                event.log.model = ""
                try await bench.record(event)
                #expect(await bench.flush().lastError == nil)
            }
            let found = try await rows.column(
                "user_id || '|' || model || custom_llm_provider || mcp_namespaced_tool_name "
                    + "|| endpoint || '|' || api_requests",
                of: .dailyUserSpend
            )
            #expect(found == ["||2"])
            for table in [
                TableName.dailyTeamSpend, .dailyOrganizationSpend, .dailyEndUserSpend,
                .dailyAgentSpend, .dailyTagSpend,
            ] {
                #expect(try await rows.count(table) == 0)
            }
        }
    }

    @Test func `a day ends at midnight in UTC`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            let midnight = Timestamp(rfc3339: "2027-01-01T00:00:00Z")
            for (number, shift) in [-1, 0].enumerated() {
                var event = FlushSample.event(number)
                event.log.startTime = try #require(midnight) + .milliseconds(shift)
                try await bench.record(event)
            }
            await bench.flush()
            let days = try await rows.column("date", of: .dailyTeamSpend)
            #expect(days == ["2026-12-31", "2027-01-01"])
        }
    }

    @Test func `the rows' own times are in UTC`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await bench.record(FlushSample.event(1))
            await bench.flush()
            let isNow = try await rows.column(
                "abs(extract(epoch FROM updated_at - now() AT TIME ZONE 'UTC')) < 60 "
                    + "AND abs(extract(epoch FROM created_at - now() AT TIME ZONE 'UTC')) < 60",
                of: .dailyTeamSpend
            )
            #expect(isNow == ["true"])
        }
    }
}
