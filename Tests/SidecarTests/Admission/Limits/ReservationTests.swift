import Store
import Testing
import Wire

@testable import Sidecar

/// Estimates: what fits, what is held, and what a refused call leaves behind.
struct ReservationTests {
    @Test(arguments: AdmissionWorld.budgets.map(\.check))
    func `an estimate fits up to the limit, whatever the comparison`(check: Check) {
        var world = AdmissionWorld.limited(check, spent: cents(400), of: cents(500))
        #expect(world.ask(AdmissionWorld.costing(cents(101))).refusal?.kind == .budgetExceeded)
        #expect(world.ask(AdmissionWorld.costing(cents(100))).refusal == nil)
        #expect(world.ask(AdmissionWorld.costing(cents(1))).refusal?.kind == .budgetExceeded)
    }

    @Test func `where only the estimate is too large, that is said, and what would be needed`() {
        var world = AdmissionWorld.limited(.keyBudget, spent: .zero, of: cents(100))
        let message = world.ask(AdmissionWorld.costing(cents(150))).refusal?.sentence ?? ""
        #expect(!message.contains("used up"))
        #expect(message.contains("of $1.0 has $1.0 left, and the request may cost $1.5."))
        #expect(message.contains("Room for $1.5 is needed."))
        let huge = world.ask(AdmissionWorld.costing(.greatest)).refusal?.sentence ?? ""
        #expect(huge.contains("may cost more than any budget") && !huge.contains("e+"))
        world = AdmissionWorld.limited(.keyBudget, spent: cents(100), of: cents(100))
        let used = world.ask(AdmissionWorld.costing(cents(1))).refusal?.sentence ?? ""
        #expect(used.contains("is used up: $1.0 are spent"))
    }

    @Test func `a call without an estimate sees what others have reserved`() {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(400), of: cents(500))
        #expect(world.ask(AdmissionWorld.costing(cents(100))).refusal == nil)
        #expect(world.ask().refusal?.kind == .budgetExceeded)
    }

    @Test func `a grant is given for an estimate, and holds it`() throws {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(0), of: cents(5))
        var request = AdmissionWorld.costing(cents(2))
        request.endUserID = "e1"
        let admittance = try #require(world.ask(request).admittance)
        #expect(admittance.grant?.token == AdmissionWorld.token)
        #expect(admittance.grant?.endUserID == "e1")
        #expect(admittance.budget?.spend == .zero)
        #expect(admittance.budget?.remaining == cents(3))
        #expect(world.limits.grantCount == 1)
        #expect(world.ask().admittance?.grant == nil, "without an estimate there is none")
    }

    @Test func `a cap bounds what one request reserves`() {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(0), of: cents(5))
        world.policy.grantCap = cents(2)
        let request = AdmissionWorld.costing(cents(1_000))
        #expect(world.ask(request).admittance?.budget?.remaining == cents(3))
        #expect(world.ask(request).admittance?.budget?.remaining == cents(1))
        #expect(world.ask(request).refusal?.kind == .budgetExceeded)
    }

    @Test func `with reservations off an estimate is neither compared nor held`() {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(4), of: cents(5))
        world.policy.reserves = false
        for _ in 0..<3 {
            let admittance = world.ask(AdmissionWorld.costing(cents(100))).admittance
            #expect(admittance != nil && admittance?.grant == nil)
        }
    }

    @Test func `a refused call takes nothing from any scope`() {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(0), of: cents(500))
        world.key.rates.requestsPerMinute = 10
        world.key.rates.tokensPerMinute = 1_000
        world.key.rates.parallelRequests = 10
        world.joinTeam {
            $0.budget.maxBudget = cents(50)
            $0.rates.requestsPerMinute = 5
        }
        var request = AdmissionWorld.costing(cents(51))
        request.estimatedTokens = 100
        for _ in 0..<20 { #expect(world.ask(request).refusal?.entity == .team("t1")) }
        request.estimatedCost = cents(50)
        let admittance = world.ask(request).admittance
        #expect(admittance?.remaining.requests == 4)
        #expect(admittance?.remaining.tokens == 900)
        #expect(admittance?.remaining.parallel == 9)
        #expect(admittance?.budget?.remaining == .zero)
        for _ in 0..<20 { #expect(world.ask(request).refusal?.entity == .team("t1")) }
        #expect(world.limits.grantCount == 1)
    }

    @Test func `at its deadline a grant frees money and slot, at n and not before`() {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(0), of: cents(5))
        world.key.rates.parallelRequests = 1
        var request = AdmissionWorld.costing(cents(5))
        request.grantLifetime = .seconds(10)
        #expect(world.ask(request).refusal == nil)
        world.pass(.milliseconds(9_999))
        #expect(world.ask(request).refusal?.kind == .budgetExceeded)
        world.pass(.milliseconds(1))
        #expect(world.ask(request).refusal == nil)
    }

    @Test func `a clock on the wall that jumps ends no grant and opens no window`() {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(0), of: cents(5))
        world.key.rates.requestsPerMinute = 1
        #expect(world.ask(AdmissionWorld.costing(cents(5))).refusal == nil)
        for jump in [Duration.seconds(86_400), .seconds(-2 * 86_400)] {
            world.now = world.now + jump
            #expect(world.ask().refusal?.kind == .budgetExceeded)
            #expect(world.limits.grantCount == 1)
        }
        world.key.budget.maxBudget = nil
        #expect(world.ask().refusal?.kind == .rateLimited)
    }

    @Test func `one grant more than the bound is refused as overload, and takes nothing`() {
        var settings = LimitSettings()
        settings.grants.open = 2
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(0), of: cents(500))
        world.limits = LimitMeters(settings)
        for _ in 0..<2 { #expect(world.ask(AdmissionWorld.costing(cents(1))).refusal == nil) }
        #expect(world.ask(AdmissionWorld.costing(cents(1))).refusal?.kind == .overloaded)
        #expect(world.ask().admittance?.budget?.remaining == cents(498))
    }

    @Test(arguments: [(GrantLimits.endUserBytes, true), (GrantLimits.endUserBytes + 1, false)])
    func `an end user's id may be as long as a grant can carry`(bytes: Int, passes: Bool) {
        var world = AdmissionWorld()
        var request = AdmissionWorld.costing(cents(1))
        request.endUserID = String(repeating: "e", count: bytes)
        let refusal = world.ask(request).refusal
        #expect((refusal == nil) == passes)
        if !passes { #expect(refusal?.wireError.context.field == "end_user_id") }
    }
}
