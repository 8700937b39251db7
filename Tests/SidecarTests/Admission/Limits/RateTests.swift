import Store
import Testing
import Wire

@testable import Sidecar

/// Requests, tokens and slots: who is limited, what is told, and when to come back.
struct RateTests {
    typealias Limit = @Sendable (inout AdmissionWorld, RateTerms) -> Void

    /// Where rates can stand, in the order in which they are judged.
    static let scopes: [(check: Check, set: Limit)] = [
        (.keyRates, { $0.key.rates = $1 }),
        (.userRates, { world, rates in world.giveToUser { $0.rates = rates } }),
        (.teamRates, { world, rates in world.joinTeam { $0.rates = rates } }),
        (
            .teamMemberRates,
            { world, rates in
                world.joinTeam(as: "u1")
                world.memberBudget?.rates = rates
            }
        ),
        (
            .endUserRates,
            { world, rates in
                world.serveEndUser(BudgetTerms())
                world.endUserBudget?.rates = rates
            }
        ),
        (.keyModelRates, { $0.key.modelLimits["m"] = limit($1) }),
        (
            .teamModelRates,
            { world, rates in world.joinTeam { $0.modelLimits["m"] = limit(rates) } }
        ),
        (
            .organizationRates,
            { world, rates in
                world.joinOrganization()
                world.organizationBudget?.rates = rates
            }
        ),
        (
            .organizationModelRates,
            { world, rates in
                world.joinOrganization()
                world.organization?.facts.modelRequestsPerMinute["m"] = rates.requestsPerMinute
                world.organization?.facts.modelTokensPerMinute["m"] = rates.tokensPerMinute
            }
        ),
        (
            .userModelRates,
            { world, rates in world.giveToUser { $0.modelLimits["m"] = limit(rates) } }
        ),
        (
            .teamMemberModelRates,
            { world, rates in
                world.joinTeam(as: "u1")
                world.memberBudget?.modelLimits["m"] = limit(rates)
            }
        ),
        (
            .endUserModelRates,
            { world, rates in
                world.serveEndUser(BudgetTerms())
                world.endUserBudget?.modelLimits["m"] = limit(rates)
            }
        ),
    ]

    @Test func `every check of rates is among them`() {
        let all = Check.order.filter { if case .rates = $0.subject { true } else { false } }
        #expect(Set(Self.scopes.map(\.check)) == Set(all))
    }

    private static func limit(_ rates: RateTerms) -> ModelLimit {
        var limit = ModelLimit()
        limit.rates = rates
        return limit
    }

    private static func world(_ check: Check, _ change: (inout RateTerms) -> Void) -> AdmissionWorld
    {
        var rates = RateTerms()
        change(&rates)
        var world = AdmissionWorld()
        world.policy.enforcesParallelLimits = true
        for scope in scopes where scope.check == check { scope.set(&world, rates) }
        return world
    }

    private static let request = AdmissionRequest(model: "m")

    @Test(arguments: scopes.map(\.check))
    func `as many requests pass in a minute as the limit says`(check: Check) throws {
        var world = Self.world(check) { $0.requestsPerMinute = 3 }
        for left in [2, 1, 0] as [Int64] {
            #expect(world.ask(Self.request).admittance?.remaining.requests == left)
        }
        let refusal = try #require(world.ask(Self.request).refusal)
        let error = refusal.wireError
        #expect(error.kind == .rateLimited && error.kind.httpStatus == 429)
        #expect(error.context.limit == 3 && error.context.used == 3)
        #expect(error.context.detail == "requests")
        #expect(
            error.context.model == (refusal.entity.map { _ in check.isOfModel } == true ? "m" : nil)
        )
        let report = try #require(world.explanation(Self.request).first { $0.check == check })
        #expect(!report.passed && report.used["requests"] == 3)
    }

    @Test(arguments: scopes.map(\.check))
    func `as many tokens pass in a minute as the limit says`(check: Check) {
        var world = Self.world(check) { $0.tokensPerMinute = 100 }
        var request = Self.request
        request.estimatedTokens = 60
        #expect(world.ask(request).admittance?.remaining.tokens == 40)
        request.estimatedTokens = 41
        #expect(world.ask(request).refusal?.wireError.context.detail == "tokens")
        request.estimatedTokens = 40
        #expect(world.ask(request).admittance?.remaining.tokens == 0)
        #expect(world.ask(Self.request).refusal?.kind == .rateLimited, "it needs room for one")
    }

    @Test func `a slot is held until the grant ends, and an error says no time`() throws {
        var world = Self.world(.keyRates) { $0.parallelRequests = 2 }
        let first = try #require(world.ask().admittance)
        #expect(first.remaining.parallel == 1)
        #expect(world.ask().admittance?.remaining.parallel == 0)
        let error = try #require(world.ask().refusal).wireError
        #expect(error.context.retryAfterMilliseconds == nil)
        #expect(error.context.detail == "parallel")
        let grant = try #require(first.grant)
        _ = world.limits.release(grant, by: 1_000, at: world.clock)
        #expect(world.ask().refusal == nil)
    }

    @Test func `slots of others than keys refuse only where the setting says so`() {
        for check in [Check.teamRates, .userRates, .endUserRates, .teamMemberRates] {
            var world = Self.world(check) { $0.parallelRequests = 0 }
            #expect(world.ask().refusal?.kind == .rateLimited)
            world.policy.enforcesParallelLimits = false
            #expect(world.ask().refusal == nil)
        }
    }

    @Test func `a tier gives a key its rates, and slots only where the setting says so`() {
        var world = AdmissionWorld()
        var tier = BudgetRow(budgetID: "tier")
        tier.rates.requestsPerMinute = 1
        tier.rates.parallelRequests = 0
        world.keyBudget = tier
        #expect(world.ask().refusal == nil)
        #expect(world.ask().refusal?.wireError.context.detail == "requests")
        world.key.rates.requestsPerMinute = 2
        #expect(world.ask().refusal == nil)
        world.policy.enforcesParallelLimits = true
        world.key.rates.requestsPerMinute = nil
        world.pass(.seconds(62))
        #expect(world.ask().refusal?.wireError.context.detail == "parallel")
        world.key.rates.parallelRequests = 1
        #expect(world.ask().refusal == nil)
    }

    @Test func `of metadata and model budgets the lower rate of a model counts`() {
        var world = Self.world(.keyModelRates) { $0.requestsPerMinute = 5 }
        world.key.facts.modelRequestsPerMinute["m"] = 1
        #expect(world.ask(Self.request).admittance?.remaining.requests == 0)
        #expect(world.ask(Self.request).refusal?.kind == .rateLimited)
        #expect(world.ask(AdmissionRequest(model: "other")).refusal == nil)
    }

    @Test func `a model is known with its provider and without`() {
        var world = Self.world(.keyModelRates) { $0.requestsPerMinute = 1 }
        #expect(world.ask(AdmissionRequest(model: "openai/m")).refusal == nil)
        #expect(world.ask(Self.request).refusal?.kind == .rateLimited)
    }

    @Test func `of a batch every model counts, once where two names mean one`() {
        var world = Self.world(.keyModelRates) { $0.requestsPerMinute = 2 }
        #expect(world.ask(AdmissionRequest(model: "x,m,openai/m")).refusal == nil)
        #expect(world.ask(Self.request).refusal == nil)
        #expect(world.ask(AdmissionRequest(model: "x,m")).refusal?.kind == .rateLimited)
    }

    @Test(arguments: [0, 1, 500, 999, 1_000, 59_999])
    func `a call made after the time that was told succeeds, one made before does not`(
        offset: Int
    ) throws {
        var world = Self.world(.keyRates) {
            $0.requestsPerMinute = 2
            $0.tokensPerMinute = 100
        }
        world.joinTeam { $0.rates.requestsPerMinute = 3 }
        var request = AdmissionRequest()
        request.estimatedTokens = 60
        #expect(world.ask(request).refusal == nil)
        world.pass(.milliseconds(offset))
        #expect(world.ask().refusal == nil)
        let wait = try #require(
            world.ask(request).refusal?.wireError.context.retryAfterMilliseconds
        )
        var early = world
        early.pass(.milliseconds(wait - 1))
        #expect(early.ask(request).refusal != nil)
        world.pass(.milliseconds(wait))
        #expect(world.ask(request).refusal == nil)
    }

    @Test func `no time is told where waiting cannot help`() {
        var world = Self.world(.keyRates) { $0.tokensPerMinute = 100 }
        var request = AdmissionRequest()
        request.estimatedTokens = 101
        let error = world.ask(request).refusal?.wireError
        #expect(error?.kind == .rateLimited)
        #expect(error?.context.retryAfterMilliseconds == nil)
        #expect(error?.isRetriable == false)
    }

    @Test func `with requests and slots both full it may help to wait, though no time is told`()
        throws
    {
        var world = Self.world(.keyRates) {
            $0.requestsPerMinute = 1
            $0.parallelRequests = 1
        }
        let grant = try #require(world.ask().admittance?.grant)
        let error = try #require(world.ask().refusal).wireError
        #expect(error.context.detail == "requests")
        #expect(error.context.retryAfterMilliseconds == nil)
        #expect(error.isRetriable)
        _ = world.limits.release(grant, by: 1_000, at: world.clock)
        world.pass(.seconds(62))
        #expect(world.ask().refusal == nil)
    }

    @Test(arguments: [0, -1] as [Int64])
    func `where a limit lets nobody in, waiting is not advised`(limit: Int64) {
        let changes: [(inout RateTerms) -> Void] = [
            { $0.parallelRequests = limit }, { $0.requestsPerMinute = limit },
            { $0.tokensPerMinute = limit },
            {
                $0.requestsPerMinute = 0
                $0.parallelRequests = limit
            },
        ]
        for change in changes {
            var world = Self.world(.keyRates, change)
            let error = world.ask().refusal?.wireError
            #expect(error?.kind == .rateLimited && error?.isRetriable == false)
            #expect(error?.message.contains("may make no requests: ") == true)
            #expect(error?.message.contains("Wait") == false)
            #expect(error?.message.contains("Settle") == false)
        }
    }

    @Test func `where a rate is full and a slot limit is zero, waiting is not advised`() {
        var world = Self.world(.keyRates) { $0.requestsPerMinute = 1 }
        #expect(world.ask().refusal == nil)
        world.joinTeam { $0.rates.parallelRequests = 0 }
        let error = world.ask().refusal?.wireError
        #expect(error?.context.detail == "requests" && error?.isRetriable == false)
    }

    @Test func `where the setting asks for it, refused requests count as in the proxy`() {
        var world = Self.world(.keyRates) { $0.requestsPerMinute = 1 }
        world.policy.countsRefusedRequests = true
        #expect(world.ask().refusal == nil)
        for _ in 0..<3 {
            world.pass(.seconds(30))
            #expect(world.ask().refusal?.kind == .rateLimited)
        }
    }

    @Test func `a fixed window opens with its first request and forgets all at its end`() {
        var settings = LimitSettings()
        settings.window = .fixed
        var world = Self.world(.keyRates) { $0.requestsPerMinute = 1 }
        world.limits = LimitMeters(settings)
        #expect(world.ask().refusal == nil)
        world.pass(.milliseconds(59_999))
        #expect(world.ask().refusal?.wireError.context.retryAfterMilliseconds == 1)
        world.pass(.milliseconds(1))
        #expect(world.ask().refusal == nil)
    }

    @Test func `with windows full at the start the first minute is refused`() throws {
        var settings = LimitSettings()
        settings.startsFull = true
        var world = Self.world(.keyRates) { $0.requestsPerMinute = 1_000 }
        world.limits = LimitMeters(settings, startedAt: world.clock)
        let wait = try #require(world.ask().refusal?.wireError.context.retryAfterMilliseconds)
        #expect((60_000...61_000).contains(wait))
        let error = try #require(world.ask().refusal).wireError
        #expect(error.context.used == 1_000)
        #expect(error.message.contains("1000 of 1000 requests in a minute (rates_at_start"))
        world.pass(.milliseconds(wait))
        #expect(world.ask().refusal == nil)
    }

    @Test func `what is idle goes, while others are asked`() {
        var world = AdmissionWorld()
        for number in 0..<1_000 {
            world.key = KeyRow(token: TokenHash(ofKey: "sk-\(number)"))
            world.key.rates.requestsPerMinute = 5
            #expect(world.ask().refusal == nil)
        }
        #expect(world.limits.scopeCount == 1_000)
        world.pass(.seconds(62))
        for _ in 0..<1_000 { _ = world.ask() }
        #expect(world.limits.scopeCount < 10)
    }
}

extension Check {
    fileprivate var isOfModel: Bool { rawValue.contains("model") }
}
