import Store
import Testing
import Wire

@testable import Sidecar

/// What foreign rows and clients may hold.
struct RateBoundTests {
    @Test(arguments: [Int64.min, -1, 0])
    func `a limit of 0 or less lets nothing through`(limit: Int64) {
        var world = AdmissionWorld()
        world.key.rates.requestsPerMinute = limit
        #expect(world.ask().refusal?.kind == .rateLimited)
        world.key.rates = RateTerms()
        world.key.rates.tokensPerMinute = limit
        #expect(world.ask().refusal?.kind == .rateLimited)
        world.key.rates = RateTerms()
        world.key.rates.parallelRequests = limit
        #expect(world.ask().refusal?.kind == .rateLimited)
        #expect(world.explanation().filter { !$0.passed }.map(\.check) == [.keyRates])
    }

    @Test func `the largest numbers are taken for what they are`() {
        var world = AdmissionWorld()
        world.key.rates.requestsPerMinute = .max
        world.key.rates.tokensPerMinute = .max
        world.key.budget.maxBudget = .greatest
        var request = AdmissionWorld.costing(.greatest)
        request.estimatedTokens = .max
        #expect(world.ask(request).refusal == nil)
        #expect(world.ask(request).refusal?.kind == .budgetExceeded)
        request.estimatedCost = nil
        #expect(world.ask(request).refusal?.kind == .budgetExceeded)
        world.key.budget.maxBudget = nil
        #expect(world.ask(request).refusal?.wireError.context.detail == "tokens")
    }
}
