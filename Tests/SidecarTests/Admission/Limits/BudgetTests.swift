import Store
import Testing
import Wire

@testable import Sidecar

/// A test per row of the proxy's tables of budgets: whose, by which comparison, in which order.
struct BudgetTests {
    /// The proxy's `>`: what is spent up to the very limit passes.
    private static let passAtLimit: Set<Check> = [.teamBudget, .endUserBudget, .globalBudget]

    @Test(arguments: AdmissionWorld.budgets.map(\.check))
    func `no budget binds a request that only asks what there is`(check: Check) {
        let world = AdmissionWorld.limited(check, spent: cents(900), of: cents(500))
        for route in ["/v1/models", "/models", "/key/info"] {
            #expect(world.verdict(AdmissionRequest(route: route)).refusal == nil)
        }
        for route in ["/chat/completions", "/key/generate", "/v1/models/x", ""] {
            #expect(
                world.verdict(AdmissionRequest(route: route)).refusal?.kind == .budgetExceeded
            )
        }
    }

    @Test func `nor does the budget of a model, though rates do`() {
        var world = AdmissionWorld()
        var limit = ModelLimit()
        limit.budget.maxBudget = .zero
        limit.rates.requestsPerMinute = 1
        world.key.modelLimits["m"] = limit
        #expect(world.verdict(AdmissionRequest(model: "m")).refusal?.kind == .budgetExceeded)
        let asking = AdmissionRequest(model: "m", route: "/v1/models")
        #expect(world.ask(asking).refusal == nil)
        #expect(world.ask(asking).refusal?.kind == .rateLimited)
    }

    @Test(arguments: AdmissionWorld.budgets.map(\.check))
    func `a budget refuses at its limit, those of team, end user and proxy above it`(
        check: Check
    ) {
        let passes = Self.passAtLimit.contains(check)
        #expect(refusal(check, spent: cents(499)) == nil)
        #expect((refusal(check, spent: cents(500)) == nil) == passes)
        #expect(refusal(check, spent: cents(501))?.kind == .budgetExceeded)
    }

    private func refusal(_ check: Check, spent: Money?) -> Refusal? {
        AdmissionWorld.limited(check, spent: spent, of: cents(500)).refusal()
    }

    @Test(
        arguments: [
            (Check.keyBudget, "key", AdmissionWorld.token.hex),
            (.teamMemberBudget, "team_member", "t1/u1"), (.teamBudget, "team", "t1"),
            (.organizationBudget, "organization", "o1"), (.userBudget, "user", "u1"),
            (.organizationMemberBudget, "organization_member", "o1/u1"),
            (.endUserBudget, "end_user", "e1"), (.globalBudget, "global", "proxy"),
        ])
    func `the error names entity, limit, use and reset`(
        check: Check,
        type: String,
        id: String
    )
        throws
    {
        let reset = AdmissionWorld().now + .seconds(3_600)
        let world = AdmissionWorld.limited(check, spent: cents(501), of: cents(500)) {
            ($0.duration, $0.resetAt) = ("1d", reset)
        }
        let error = try #require(world.refusal()).wireError
        #expect(error.kind == .budgetExceeded)
        #expect(error.context.entity == WireError.Entity(type: type, id: id))
        #expect(error.context.limit == .double(5))
        #expect(error.context.used == .double(5.01))
        #expect(error.context.resetsAt == reset.rfc3339)
        #expect(error.context.httpStatus == 422)
        #expect(!error.isRetriable)
        let report = try #require(world.explanation().first { $0.check == check })
        #expect(!report.passed && report.limit == .double(5) && report.used == .double(5.01))
    }

    @Test func `the HTTP status of a refusal by a budget can be set`() {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(2), of: cents(1))
        world.policy.budgetExceededStatus = 429
        #expect(world.refusal()?.wireError.context.httpStatus == 429)
    }

    @Test(arguments: AdmissionWorld.budgets.map(\.check))
    func `a limit of 0 refuses at once, but for the proxy's, which means none by it`(
        check: Check
    ) {
        let world = AdmissionWorld.limited(check, spent: cents(1), of: .zero)
        #expect((world.refusal() == nil) == (check == .globalBudget))
    }

    @Test(arguments: AdmissionWorld.budgets.map(\.check))
    func `a spend that is no number refuses, and says so`(check: Check) throws {
        let error = try #require(refusal(check, spent: nil)).wireError
        #expect(error.kind == .budgetExceeded)
        #expect(error.context.used == nil)
        #expect(error.message.contains("no finite number"))
    }

    @Test func `a spend that is no number matters only where there is a limit`() {
        var world = AdmissionWorld()
        world.key.spend = nil
        #expect(world.refusal() == nil)
    }

    @Test func `what is journaled and not yet in the row counts`() {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(400), of: cents(500))
        world.pending.key = cents(99)
        #expect(world.refusal() == nil)
        world.pending.key = cents(100)
        #expect(world.refusal()?.kind == .budgetExceeded)
    }

    @Test func `a key's tier counts only where its own column is NULL`() {
        var world = AdmissionWorld { $0.key.spend = cents(10) }
        var tier = BudgetRow(budgetID: "tier")
        tier.budget.maxBudget = cents(5)
        world.keyBudget = tier
        #expect(world.refusal()?.kind == .budgetExceeded)
        world.key.budget.maxBudget = cents(20)
        #expect(world.refusal() == nil)
        world.key.budget.maxBudget = cents(10)
        #expect(world.refusal()?.kind == .budgetExceeded)
    }

    @Test(arguments: [(-1, false), (0, false), (1, true)])
    func `a key's temporary increase counts until it ends`(_ offset: Int, _ passes: Bool) {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(500), of: cents(500))
        world.key.facts.temporaryBudgetIncrease = cents(1)
        #expect(world.refusal() != nil, "an increase without an end is none")
        world.key.facts.temporaryIncreaseEnds = world.now + .milliseconds(offset)
        #expect((world.refusal() == nil) == passes)
    }

    @Test func `a budget row's temporary increase counts for who has the budget`() {
        var world = AdmissionWorld.limited(.teamMemberBudget, spent: cents(500), of: cents(500))
        world.memberBudget?.temporaryBudgetIncrease = cents(1)
        world.memberBudget?.temporaryIncreaseEnds = world.now + .seconds(1)
        #expect(world.refusal() == nil)
    }

    @Test func `a user's budget binds keys of a team only where the setting says so`() {
        var world = AdmissionWorld.limited(.userBudget, spent: cents(9), of: cents(1))
        #expect(world.refusal()?.entity == .user("u1"))
        world.joinTeam()
        #expect(world.refusal() == nil)
        world.policy.appliesUserBudgetToTeamKeys = true
        #expect(world.refusal()?.entity == .user("u1"))
    }

    @Test func `an organization member's budget refuses only where the setting says so`() {
        var world = AdmissionWorld.limited(
            .organizationMemberBudget,
            spent: cents(9),
            of: cents(1)
        )
        world.policy.enforcesOrganizationMemberBudgets = false
        #expect(world.refusal() == nil)
    }

    @Test func `the proxy's budget binds nobody before its row is there`() {
        var world = AdmissionWorld.limited(.globalBudget, spent: cents(9), of: cents(1))
        world.global = nil
        #expect(world.refusal() == nil)
    }

    @Test func `an expired key over its member budget is refused for the budget`() {
        var world = AdmissionWorld.limited(.teamMemberBudget, spent: cents(9), of: cents(1))
        world.key.expires = Timestamp(milliseconds: 0)
        #expect(world.refusal()?.kind == .budgetExceeded)
        world.key.isBlocked = true
        #expect(world.refusal()?.kind == .blocked)
    }

    @Test func `an expired key over its own budget is refused for its expiry`() {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(9), of: cents(1))
        world.key.expires = Timestamp(milliseconds: 0)
        #expect(world.refusal()?.kind == .keyExpired)
    }

    @Test func `of several budgets the first in the proxy's order is the error`() {
        var world = AdmissionWorld { $0.policy.enforcesOrganizationMemberBudgets = true }
        var terms = BudgetTerms()
        terms.maxBudget = .zero
        for budget in AdmissionWorld.budgets { budget.set(&world, terms) }
        world.policy.globalBudget = cents(1)
        world.joinTeam(as: "u1", terms)
        world.team?.budget = terms
        world.organizationBudget?.budget = terms
        world.policy.appliesUserBudgetToTeamKeys = true
        world.giveToUser { $0.budget = terms }
        world.spend(cents(9))
        let failed = world.explanation().filter { !$0.passed }.map(\.check)
        #expect(
            failed == [
                .teamMemberBudget, .keyBudget, .teamBudget, .organizationBudget, .userBudget,
                .organizationMemberBudget, .endUserBudget, .globalBudget,
            ]
        )
        #expect(world.refusal()?.entity == .teamMember(team: "t1", user: "u1"))
    }

    @Test func `a soft budget warns, and refuses nothing`() {
        var world = AdmissionWorld.limited(.teamBudget, spent: cents(3), of: cents(5)) {
            $0.softBudget = cents(3)
        }
        let warning = AdmissionWarning(.softBudgetExceeded, .team("t1"))
        #expect(world.verdict().admittance?.warnings == [warning])
        world.spend(cents(2))
        #expect(world.verdict().admittance?.warnings == [])
    }

    @Test func `the tightest budget is told, of all that bind the key`() throws {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(10), of: cents(100))
        world.joinTeam { $0.budget.maxBudget = cents(95) }
        world.spend(cents(10))
        world.team?.budget.duration = "1d"
        world.team?.budget.resetAt = world.now + .seconds(60)
        let budget = try #require(world.verdict().admittance?.budget)
        #expect(budget.scope == .team("t1"))
        #expect(budget.spend == cents(10))
        #expect(budget.maxBudget == cents(95))
        #expect(budget.remaining == cents(85))
        #expect(budget.resetsAt == world.now + .seconds(60))
        #expect(AdmissionWorld().verdict().admittance?.budget == nil)
    }

    @Test func `from the end of a period on, what was spent in it is left out`() {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(9), of: cents(5))
        world.key.budget.resetAt = world.now + .seconds(1)
        world.key.budget.duration = "1d"
        #expect(world.ask().refusal != nil)
        world.pass(.seconds(1))
        #expect(world.ask().refusal == nil, "nobody has written the reset, and it is due")
        world.key.spend = cents(13)
        #expect(world.ask().refusal == nil)
        world.key.spend = cents(14)
        #expect(world.ask().refusal?.kind == .budgetExceeded, "spent in the new period")
        world.key.budget.resetAt = world.now + .seconds(86_400)
        world.key.spend = cents(5)
        #expect(world.ask().refusal?.kind == .budgetExceeded, "the reset was written")
    }
}
