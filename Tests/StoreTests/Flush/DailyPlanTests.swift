import Testing

@testable import Store

@Suite("The daily rows of a batch")
struct DailyPlanTests {
    private static let columns = DailyColumn.all(of: .dailyTeamSpend)

    private func plan(_ events: [SpendEvent]) -> DailyPlan {
        var plan = DailyPlan()
        for event in events { plan.add(event) }
        return plan
    }

    private func varied(_ change: (inout SpendEvent) -> Void) -> SpendEvent {
        var event = FlushSample.event(1)
        change(&event)
        return event
    }

    @Test func `whatever differs in a column of the key is another row`() {
        let events = [
            FlushSample.event(1), FlushSample.event(2), varied { $0.identity.teamID = "t2" },
            varied { $0.log.startTime = $0.log.startTime + .seconds(86_400) },
            varied { $0.identity.token = "other" }, varied { $0.log.model = "m2" },
            varied { $0.log.customLLMProvider = "p2" },
            varied { $0.log.mcpNamespacedToolName = "tool" },
            varied { $0.log.modelGroup = "another group" },
        ]
        let rows = plan(events).rows(of: .dailyTeamSpend, by: Self.columns)
        #expect(rows.count == 7)
        #expect(rows.reduce(0) { $0 + $1.1.requests } == 9)
    }

    @Test func `rows that an older index does not tell apart are merged`() {
        let events = [
            varied { $0.log.mcpNamespacedToolName = "a" },
            varied { $0.log.mcpNamespacedToolName = "b" },
            varied { $0.log.customLLMProvider = "p2" },
        ]
        let columns = ["team_id", "date", "api_key", "model", "custom_llm_provider"]
        let rows = plan(events).rows(of: .dailyTeamSpend, by: columns)
        #expect(rows.map(\.1.requests).sorted() == [1, 2])
        #expect(rows.map(\.1.spend.picodollars).sorted() == [1_234_567, 2_469_134])
        #expect(rows.map(\.1.promptTokens).sorted() == [10, 20])
    }

    @Test func `only users may be nobody`() {
        let event = varied {
            $0.identity.userID = nil
            $0.identity.teamID = ""
            $0.identity.organizationID = nil
            $0.endUserID = nil
        }
        #expect(Set(plan([event]).tables.keys) == [.dailyUserSpend])
    }

    @Test func `a tag counts once for a request that names it twice`() {
        let rows = plan([varied { $0.log.tags = ["a", "a", "b", ""] }])
            .rows(of: .dailyTagSpend, by: DailyColumn.all(of: .dailyTagSpend))
        #expect(rows.map(\.0.entity.text).sorted() == ["a", "b"])
        #expect(rows.map(\.1.requests) == [1, 1])
    }

    @Test func `successes, failures and times are counted apart`() {
        let failed = varied {
            $0.log.status = .failure
            $0.log.durationMilliseconds = nil
        }
        let totals = plan([failed, FlushSample.event(2)])
            .rows(of: .dailyTeamSpend, by: Self.columns).first?.1
        #expect(totals?.requests == 2)
        #expect(totals?.successes == 1)
        #expect(totals?.failures == 1)
        #expect(totals?.milliseconds == 250)
        #expect(totals?.timedRequests == 1)
    }

    @Test func `sums go beyond what one event can hold`() {
        let event = varied { $0.log.promptTokens = .max }
        let totals = plan([event, event, event])
            .rows(of: .dailyTeamSpend, by: Self.columns).first?.1
        #expect(totals?.promptTokens == 3 * Int64(Int32.max))
    }

    @Test(arguments: [
        (["team_id", "date"], true), (["date"], true), (["team_id"], false),
        (["id", "date"], false), (["user_id", "date"], false), ([], false),
    ])
    func `rows are told apart by columns that we fill, the day among them`(
        columns: [String],
        expected: Bool
    ) {
        #expect(DailyColumn.canBeKey(columns, of: .dailyTeamSpend) == expected)
    }
}
