import Store
import Testing
import Wire

@testable import Sidecar

/// Limit, use, what is left and when there is more, of every limit that `key.explain` lists.
struct ExplainLimitsTests {
    private func report(
        _ check: Check,
        in world: AdmissionWorld,
        _ request: AdmissionRequest = AdmissionRequest()
    ) throws -> JSON {
        try #require(world.explanation(request).first { $0.check == check }).json
    }

    @Test(arguments: AdmissionWorld.budgets.map(\.check), [400, 1_250])
    func `a budget tells what is left and when it starts again, passed or refused`(
        check: Check,
        spent: Int
    ) throws {
        let end = AdmissionWorld().now + .seconds(3_600)
        let world = AdmissionWorld.limited(check, spent: cents(spent), of: cents(1_000)) {
            ($0.duration, $0.resetAt) = ("1d", end)
        }
        let report = try report(check, in: world)
        #expect(report["passed"] == .bool(spent < 1_000))
        #expect(report["limit"] == 10 && report["used"] == .double(Double(spent) / 100))
        #expect(report["remaining"] == .double(10 - Double(spent) / 100))
        #expect(report["resets_at"] == .string(end.rfc3339))
        #expect(report["retry_after_ms"] == .null)
        #expect(report["entity"]?["type"] != nil)
    }

    @Test func `what is reserved is used, and no longer left`() throws {
        var world = AdmissionWorld.limited(.keyBudget, spent: cents(400), of: cents(1_000))
        #expect(world.ask(AdmissionWorld.costing(cents(150))).refusal == nil)
        let report = try report(.keyBudget, in: world)
        #expect(report["used"] == .double(5.5) && report["remaining"] == .double(4.5))
        #expect(report["resets_at"] == .null, "it never starts again")
    }

    @Test func `of a spend that is no number nothing is known to be left`() throws {
        let world = AdmissionWorld.limited(.keyBudget, spent: nil, of: cents(1_000))
        let report = try report(.keyBudget, in: world)
        #expect(report["passed"] == false && report["limit"] == 10)
        #expect(report["used"] == .null && report["remaining"] == .null)
    }

    @Test func `rates tell what is left of each, and when a full one has room again`() throws {
        var world = AdmissionWorld {
            $0.key.rates.requestsPerMinute = 3
            $0.key.rates.tokensPerMinute = 100
        }
        var request = AdmissionRequest()
        request.estimatedTokens = 30
        #expect(world.ask(request).refusal == nil)
        let passed = try report(.keyRates, in: world, request)
        #expect(passed["limit"] == ["requests": 3, "tokens": 100, "parallel": nil])
        #expect(passed["used"] == ["requests": 1, "tokens": 30, "parallel": 0])
        #expect(passed["remaining"] == ["requests": 2, "tokens": 70, "parallel": nil])
        #expect(passed["passed"] == true && passed["retry_after_ms"] == .null)

        for _ in 0..<2 { #expect(world.ask(request).refusal == nil) }
        world.pass(.milliseconds(700))
        let refused = try report(.keyRates, in: world, request)
        #expect(refused["passed"] == false)
        #expect(refused["remaining"] == ["requests": 0, "tokens": 10, "parallel": nil])
        let told = world.verdict(request).refusal?.wireError.context.retryAfterMilliseconds
        let wait = try #require(refused["retry_after_ms"]?.int)
        #expect(wait == told)
        world.pass(.milliseconds(wait - 1))
        #expect(try report(.keyRates, in: world, request)["passed"] == false)
        world.pass(.milliseconds(1))
        #expect(try report(.keyRates, in: world, request)["passed"] == true)
    }

    @Test func `each rate tells its own wait, not that of the whole call`() throws {
        var world = AdmissionWorld { $0.key.rates.requestsPerMinute = 1 }
        #expect(world.ask().refusal == nil)
        world.pass(.seconds(30))
        var other = AdmissionWorld { $0.joinTeam { $0.rates.requestsPerMinute = 1 } }
        (other.limits, other.clock, other.now) = (world.limits, world.clock, world.now)
        #expect(other.ask().refusal == nil)
        other.key.rates.requestsPerMinute = 1
        let key = try report(.keyRates, in: other)["retry_after_ms"]?.int
        let team = try report(.teamRates, in: other)["retry_after_ms"]?.int
        #expect(team == key.map { $0 + 30_000 })
    }

    @Test func `for a slot, and for more than the limit, no wait is told`() throws {
        var world = AdmissionWorld {
            $0.key.rates.parallelRequests = 1
            $0.joinTeam { $0.rates.tokensPerMinute = 10 }
        }
        #expect(world.ask().refusal == nil)
        var request = AdmissionRequest()
        request.estimatedTokens = 11
        let slots = try report(.keyRates, in: world, request)
        #expect(slots["passed"] == false && slots["retry_after_ms"] == .null)
        #expect(slots["remaining"] == ["requests": nil, "tokens": nil, "parallel": 0])
        let tokens = try report(.teamRates, in: world, request)
        #expect(tokens["passed"] == false && tokens["retry_after_ms"] == .null)
    }

    @Test func `of several models the one is shown that refuses, or the tightest`() throws {
        var world = AdmissionWorld()
        for (model, dollars) in [("a", 5), ("b", 2), ("c", 3)] {
            world.key.modelLimits[model] = ModelLimit()
            world.key.modelLimits[model]?.budget.maxBudget = cents(dollars * 100)
            world.key.modelLimits[model]?.rates.requestsPerMinute = Int64(dollars)
        }
        var request = AdmissionRequest(model: "a,b,c")
        let tightest = try report(.keyModelBudget, in: world, request)
        #expect(tightest["limit"] == 2 && tightest["remaining"] == 2)
        #expect(tightest["detail"]?.string?.contains("model b") == true)
        request.estimatedCost = cents(250)
        #expect(try report(.keyModelBudget, in: world, request)["limit"] == 2)
        world.key.modelLimits["b"]?.budget.maxBudget = nil
        request.estimatedCost = cents(350)
        #expect(try report(.keyModelBudget, in: world, request)["limit"] == 3)

        for _ in 0..<2 { #expect(world.ask(AdmissionRequest(model: "c")).refusal == nil) }
        // One of three requests is left of c, two of two of b.
        #expect(try report(.keyModelRates, in: world, request)["limit"]?["requests"] == 3)
        for _ in 0..<2 { #expect(world.ask(AdmissionRequest(model: "b")).refusal == nil) }
        let refused = try report(.keyModelRates, in: world, request)
        #expect(refused["passed"] == false && refused["limit"]?["requests"] == 2)
        #expect(refused["remaining"]?["requests"] == 0)
    }

    @Test func `a window that began full shows its limit as used`() throws {
        var settings = LimitSettings()
        settings.startsFull = true
        var world = AdmissionWorld { $0.key.rates.requestsPerMinute = 7 }
        world.limits = LimitMeters(settings, startedAt: world.clock)
        let report = try report(.keyRates, in: world)
        #expect(report["used"]?["requests"] == 7 && report["remaining"]?["requests"] == 0)
        #expect((60_000...61_000).contains(report["retry_after_ms"]?.int ?? 0))
    }

    @Test func `a check of lists and times has nothing left over`() throws {
        let world = AdmissionWorld { $0.key.models = ["a"] }
        for report in world.explanation() where report.check.subject == .rows {
            #expect(report.remaining == .null && report.resetsAt == nil)
            #expect(report.retryAfter == nil)
        }
    }
}
