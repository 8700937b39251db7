import TestSupport
import Testing

@testable import Store

/// What calls have taken of limits, kept over a restart.
@Suite struct KeptLimitsTests {
    private static let start = Moment(
        wall: Timestamp(milliseconds: 1_800_000_000_000),
        monotonicNanoseconds: 1_000_000_000_000
    )
    private static let scope = LimitScope.key(Sample.token(0))

    private static func later(_ seconds: Double) -> Moment {
        start.advanced(by: .milliseconds(Int64(seconds * 1_000)))
    }

    private func claim(_ change: (inout LimitClaim) -> Void) -> LimitClaim {
        var claim = LimitClaim(.key)
        change(&claim)
        return claim
    }

    /// Whether a call is let in; it takes what it asks then.
    private func call(
        _ meters: inout LimitMeters,
        at now: Moment,
        _ claim: LimitClaim,
        grant: NewGrant? = nil,
        tokens: Int64? = nil,
        cost: Money? = nil
    ) -> Bool {
        let demand = LimitDemand(cost: cost, tokens: tokens, now: now)
        meters.begin(at: now.monotonicNanoseconds)
        meters.enter(claim, of: Self.scope, demand)
        guard !meters.claims.refuse else { return false }
        meters.take(demand, grant)
        return true
    }

    private func kept(
        _ meters: inout LimitMeters,
        at now: Moment,
        boot: String = "b",
        isComplete: Bool = true
    ) throws -> KeptLimits {
        var kept = KeptLimits(at: now, boot: boot, window: meters.settings.window)
        kept.isComplete = isComplete
        kept.fullSince = meters.keptFullSince(at: now.monotonicNanoseconds)
        kept.meters = meters.kept(0..<meters.keptPlaces, at: now.monotonicNanoseconds)
        kept.grants = isComplete ? meters.keptGrants(at: now.monotonicNanoseconds) : []
        // As it comes back from the disk.
        return try #require(KeptLimits(kept.bytes))
    }

    private func restored(
        _ kept: KeptLimits,
        at now: Moment,
        boot: String = "b",
        _ settings: LimitSettings = LimitSettings()
    ) -> LimitMeters {
        var meters = LimitMeters(settings, startedAt: now.monotonicNanoseconds)
        meters.restore(kept, boot: boot, now: now)
        return meters
    }

    @Test(arguments: [RateWindow.Kind.sliding, .fixed])
    func `requests count on after a restart, for as long as they would have`(
        _ kind: RateWindow.Kind
    ) throws {
        var settings = LimitSettings()
        settings.window = kind
        var meters = LimitMeters(settings, startedAt: 0)
        let limit = claim { $0.rates.requestsPerMinute = 3 }
        for second in [0.0, 1, 2] {
            #expect(call(&meters, at: Self.later(second), limit))
        }
        let kept = try kept(&meters, at: Self.later(5))
        for second in stride(from: 6.0, to: 70, by: 0.5) {
            var before = meters
            var after = restored(kept, at: Self.later(6), settings)
            let now = Self.later(second)
            #expect(call(&before, at: now, limit) == call(&after, at: now, limit), "\(second) s")
        }
    }

    @Test
    func `after another boot rates begin anew, and a model's spend goes on by the wall clock`()
        throws
    {
        var meters = LimitMeters()
        #expect(call(&meters, at: Self.start, claim { $0.rates.requestsPerMinute = 1 }))
        let model = LimitScope.keyModel(Sample.token(0), model: "m")
        let place = meters.pool.place(of: model)
        let end = Self.later(100).monotonicNanoseconds
        meters.pool.spend(
            Money(picodollars: 7),
            until: end,
            of: place,
            at: Self.start.monotonicNanoseconds
        )
        let kept = try kept(&meters, at: Self.later(5))
        let boot = Moment(wall: Self.later(50).wall, monotonicNanoseconds: 3_000_000_000)
        var other = restored(kept, at: boot, boot: "other")
        #expect(call(&other, at: boot, claim { $0.rates.requestsPerMinute = 1 }))
        let found = try #require(other.pool.find(model))
        let last = boot.advanced(by: .milliseconds(49_999)).monotonicNanoseconds
        #expect(other.pool[found].spent(at: last) == Money(picodollars: 7))
        #expect(other.pool[found].spent(at: last + 1_000_000) == .zero)
    }

    @Test func `money, tokens and slots of an open grant are held on, and settled once`() throws {
        var meters = LimitMeters()
        let limit = claim {
            $0.rates.parallelRequests = 1
            $0.rates.tokensPerMinute = 100
            $0.maxBudget = Money(picodollars: 10)
            $0.spend = .zero
        }
        let secret = GrantSecret(1, 2)
        let id = try #require(
            GrantID(token: Sample.token(0), endUserID: "é", secret: secret)
        )
        let grant = NewGrant(
            id: id,
            owner: 1_000,
            deadline: Self.later(30).monotonicNanoseconds
        )
        let cost = Money(picodollars: 8)
        #expect(call(&meters, at: Self.start, limit, grant: grant, tokens: 90, cost: cost))
        let kept = try kept(&meters, at: Self.later(1))
        var after = restored(kept, at: Self.later(2))
        #expect(after.grantCount == 1)
        #expect(!call(&after, at: Self.later(2), limit))
        let money = claim {
            $0.maxBudget = Money(picodollars: 10)
            $0.spend = .zero
        }
        #expect(!call(&after, at: Self.later(2), money, cost: Money(picodollars: 3)))
        // What it did not use of its tokens comes back where it was counted.
        var use = RecordedUse()
        use.tokens = 10
        var settlement = Settlement(SpendCharges(), use, grant: id)
        after.settle(&settlement, by: 1_000, payload: 1, now: Self.later(3))
        #expect(call(&after, at: Self.later(3), limit, tokens: 90))
        // And at its deadline, where nobody settles it.
        var unsettled = restored(kept, at: Self.later(2))
        #expect(call(&unsettled, at: Self.later(31), limit, tokens: 10))
    }

    @Test func `a daemon that was killed left no grants, since they may be settled by now`() throws
    {
        var meters = LimitMeters()
        let limit = claim { $0.rates.parallelRequests = 1 }
        let id = try #require(GrantID(token: nil, endUserID: nil, secret: GrantSecret(1, 2)))
        let grant = NewGrant(id: id, owner: 1, deadline: Self.later(30).monotonicNanoseconds)
        #expect(call(&meters, at: Self.start, limit, grant: grant))
        let kept = try kept(&meters, at: Self.later(1), isComplete: false)
        var after = restored(kept, at: Self.later(2))
        #expect(after.grantCount == 0)
        #expect(call(&after, at: Self.later(2), limit))
    }

    @Test func `windows begin full only where something may be missing`() throws {
        var settings = LimitSettings()
        settings.startsFull = true
        var meters = LimitMeters(settings, startedAt: 0)
        let limit = claim { $0.rates.requestsPerMinute = 2 }
        #expect(call(&meters, at: Self.start, limit))
        let whole = try kept(&meters, at: Self.later(1))
        var after = restored(whole, at: Self.later(2), settings)
        #expect(call(&after, at: Self.later(2), limit))
        #expect(!call(&after, at: Self.later(2), limit))
        let part = try kept(&meters, at: Self.later(1), isComplete: false)
        var killed = restored(part, at: Self.later(2), settings)
        #expect(!call(&killed, at: Self.later(2), limit))
    }

    @Test(arguments: [false, true])
    func `windows begin full after another boot, or with another minute, if they may`(
        startsFull: Bool
    ) throws {
        var settings = LimitSettings()
        settings.startsFull = startsFull
        var meters = LimitMeters()
        let limit = claim { $0.rates.requestsPerMinute = 1 }
        #expect(call(&meters, at: Self.start, limit))
        let whole = try kept(&meters, at: Self.later(1))
        var rebooted = restored(whole, at: Self.later(2), boot: "other", settings)
        #expect(call(&rebooted, at: Self.later(2), limit) != startsFull)
        settings.window = .fixed
        var other = restored(whole, at: Self.later(2), settings)
        #expect(call(&other, at: Self.later(2), limit) != startsFull)
    }

    @Test func `what a kill has hidden stays hidden over an orderly stop, until it is over`() throws
    {
        var settings = LimitSettings()
        settings.startsFull = true
        var killed = LimitMeters(settings, startedAt: Self.start.monotonicNanoseconds)
        let whole = try kept(&killed, at: Self.later(1))
        let limit = claim { $0.rates.requestsPerMinute = 1 }
        var after = restored(whole, at: Self.later(2), settings)
        #expect(!call(&after, at: Self.later(59), limit))
        #expect(call(&after, at: Self.later(61), limit))
        var other = restored(whole, at: Self.later(2))
        #expect(call(&other, at: Self.later(2), limit), "the setting is another one now")
        let later = try kept(&killed, at: Self.later(61))
        #expect(later.fullSince == nil)
    }

    @Test func `bytes that are not whole are nothing`() throws {
        var meters = LimitMeters()
        for scope in LimitScope.samples { meters.pool.use(scope) }
        let kept = try kept(&meters, at: Self.later(1))
        #expect(Set(kept.meters.map(\.scope)) == Set(LimitScope.samples))
        let bytes = kept.bytes
        for count in 0..<bytes.count { #expect(KeptLimits(Array(bytes[..<count])) == nil) }
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 4
            #expect(KeptLimits(changed) == nil)
        }
        #expect(KeptLimits(bytes + [0]) == nil)
    }
}

extension LimitScope {
    /// One of each kind.
    fileprivate static let samples: [LimitScope] = {
        let key = Sample.token(3)
        let member = MembershipID(userID: "u", groupID: "g")
        return [
            .key(key), .team("t"), .teamMember(member), .user("u"), .organization("o"),
            .organizationMember(member), .endUser("e\u{301}"), .global,
            .keyModel(key, model: "m"), .teamModel("t", model: "m"),
            .teamMemberModel(member, model: "m"), .userModel("u", model: "m"),
            .endUserModel("e", model: "m"), .organizationModel("o", model: "m"),
        ]
    }()
}

extension MeterPool {
    fileprivate mutating func use(_ scope: LimitScope) {
        let place = place(of: scope)
        let now: Int64 = 1_000_000_000_000
        _ = count(5, in: .requests, of: place, at: now)
        _ = count(2, in: .tokens, of: place, at: now)
        spend(Money(picodollars: -3), until: .max, of: place, at: now)
    }
}
