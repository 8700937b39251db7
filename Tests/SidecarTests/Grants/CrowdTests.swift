import Testing
import Wire

@testable import Sidecar
@testable import Store

/// 64 threads at the last of something: exactly what is left is given.
@Suite(.serialized) struct CrowdTests {
    private static let cent: JSON = .number("0.01")

    @Test func `at the last cents as many pass as the budget covers`() async throws {
        let desk = LimitDesk {
            $0.spend = cents(90)
            $0.budget.maxBudget = cents(100)
        }
        #expect(try await desk.crowd(64, [("estimated_cost", Self.cent)]) == 10)
    }

    @Test func `at the last requests as many pass as are left`() async throws {
        let desk = LimitDesk { $0.rates.requestsPerMinute = 10 }
        for _ in 0..<3 { _ = try desk.ask().get() }
        #expect(try await desk.crowd(64) == 7)
    }

    @Test func `at the last tokens as many pass as fit`() async throws {
        let desk = LimitDesk { $0.rates.tokensPerMinute = 1_000 }
        #expect(try await desk.crowd(64, [("estimated_tokens", 90)]) == 11)
    }

    @Test func `at the last slots as many pass as are free`() async throws {
        let desk = LimitDesk { $0.rates.parallelRequests = 5 }
        _ = try desk.ask().get()
        #expect(try await desk.crowd(64) == 4)
    }

    @Test func `who is refused by the team leaves the key's budget as it was`() async throws {
        var team = TeamRow(teamID: "t1")
        team.budget.maxBudget = cents(5)
        team.spend = .zero
        let desk = LimitDesk(team: team) { $0.budget.maxBudget = cents(1_000) }
        #expect(try await desk.crowd(64, [("estimated_cost", Self.cent)]) == 5)
        let held = desk.accounts.update { cache, now in
            cache.withLimits { limits in
                limits.openGrants(at: now.monotonicNanoseconds).map(\.estimatedCost)
            }
        }
        #expect(held == Array(repeating: cents(1), count: 5))
    }
}
