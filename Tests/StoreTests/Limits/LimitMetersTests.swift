import Testing

@testable import Store

/// Meters by themselves: what they keep, what they let go, and what moves along.
@Suite struct LimitMetersTests {
    private static let second: Int64 = 1_000_000_000
    private let scope = LimitScope.key(Sample.token(1))

    private func moment(_ seconds: Int64) -> Moment {
        Moment(
            wall: Timestamp(milliseconds: 1_800_000_000_000 + seconds * 1_000),
            monotonicNanoseconds: (1_000 + seconds) * Self.second
        )
    }

    /// Enters a claim of every kind of limit, and takes from it.
    private func take(
        _ meters: inout LimitMeters,
        _ scope: LimitScope,
        at seconds: Int64,
        grant number: UInt64?
    ) -> GrantID? {
        enter(&meters, scope, at: seconds)
        let now = moment(seconds)
        let id = number.flatMap {
            GrantID(token: nil, endUserID: nil, secret: GrantSecret(0, $0))
        }
        let deadline = now.monotonicNanoseconds + 10 * Self.second
        let demand = LimitDemand(cost: id == nil ? nil : Sample.money(5), tokens: 7, now: now)
        meters.take(demand, id.map { NewGrant(id: $0, owner: 1, deadline: deadline) })
        return id
    }

    private func enter(_ meters: inout LimitMeters, _ scope: LimitScope, at seconds: Int64) {
        let now = moment(seconds)
        meters.begin(at: now.monotonicNanoseconds)
        var claim = LimitClaim(scope.kind)
        claim.maxBudget = Sample.money(100)
        claim.rates.requestsPerMinute = 10
        claim.rates.tokensPerMinute = 100
        claim.rates.parallelRequests = 5
        meters.enter(claim, of: scope, LimitDemand(now: now))
    }

    /// Money, requests, tokens and slots that count.
    private func used(_ meters: LimitMeters, _ scope: LimitScope, at seconds: Int64) -> [Int64] {
        var meters = meters
        enter(&meters, scope, at: seconds)
        let standing = meters.claims.list[0].standing
        return [
            Int64(standing.money.reserved.picodollars), standing.requests, standing.tokens,
            standing.slots,
        ]
    }

    @Test func `at the deadline money and slot are free, requests and tokens stay counted`() {
        var meters = LimitMeters()
        _ = take(&meters, scope, at: 0, grant: 1)
        #expect(used(meters, scope, at: 9) == [5, 1, 7, 1])
        #expect(used(meters, scope, at: 10) == [0, 1, 7, 0])
        #expect(used(meters, scope, at: 61) == [0, 0, 0, 0])
    }

    @Test func `a settlement after the deadline counts the tokens that it tells of`() throws {
        var meters = LimitMeters()
        let grant = try #require(take(&meters, scope, at: 0, grant: 1))
        var use = RecordedUse()
        use.tokens = 17
        var settlement = Settlement(SpendCharges(), use, grant: grant)
        meters.settle(&settlement, by: 1, payload: 3, now: moment(30))
        #expect(used(meters, scope, at: 30) == [0, 1, 17, 0])
        meters.undo(settlement, at: moment(30).monotonicNanoseconds)
        #expect(used(meters, scope, at: 30) == [0, 1, 7, 0])
    }

    @Test func `tokens that were not used are given back only where they still count`() throws {
        for (seconds, left) in [(9, 2), (61, 0)] as [(Int64, Int64)] {
            var meters = LimitMeters()
            let grant = try #require(take(&meters, scope, at: 0, grant: 1))
            var use = RecordedUse()
            use.tokens = 2
            var settlement = Settlement(SpendCharges(), use, grant: grant)
            meters.settle(&settlement, by: 1, payload: 3, now: moment(seconds))
            #expect(used(meters, scope, at: seconds)[2] == left)
        }
    }

    @Test func `a foreign settlement leaves everything as it was`() throws {
        var meters = LimitMeters()
        let grant = try #require(take(&meters, scope, at: 0, grant: 1))
        var settlement = Settlement(SpendCharges(), RecordedUse(), grant: grant)
        meters.settle(&settlement, by: 2, payload: 3, now: moment(1))
        #expect(settlement.answer == .refused)
        meters.undo(settlement, at: moment(1).monotonicNanoseconds)
        #expect(used(meters, scope, at: 1) == [5, 1, 7, 1])
    }

    @Test func `the end of a connection ends its grants alone`() throws {
        var meters = LimitMeters()
        _ = take(&meters, scope, at: 0, grant: 1)
        enter(&meters, scope, at: 0)
        let id = try #require(
            GrantID(token: nil, endUserID: nil, secret: GrantSecret(0, 2))
        )
        var grant = NewGrant(id: id, owner: 1, deadline: .max)
        grant.hold = .connection(9)
        let asked = [meters.watch(9), meters.watch(9)]
        #expect(asked == [true, false], "asked for once")
        meters.take(LimitDemand(cost: Sample.money(3), now: moment(0)), grant)
        #expect(used(meters, scope, at: 1) == [8, 2, 7, 2])
        meters.connectionEnded(9)
        #expect(used(meters, scope, at: 1) == [5, 2, 7, 1])
        let isAskedAgain = meters.watch(9)
        #expect(isAskedAgain, "the next one with that number is another")
    }

    @Test(arguments: [false, true])
    func `with a key's hash all of it moves along, also into what the new hash has`(
        isMet: Bool
    ) throws {
        var meters = LimitMeters()
        let new = LimitScope.key(Sample.token(2))
        let grant = try #require(take(&meters, scope, at: 0, grant: 1))
        if isMet { _ = take(&meters, new, at: 3, grant: 2) }
        meters.moveKey(KeyMove(from: Sample.token(1), to: Sample.token(2)))
        #expect(used(meters, scope, at: 4) == [0, 0, 0, 0])
        #expect(used(meters, new, at: 4) == (isMet ? [10, 2, 14, 2] : [5, 1, 7, 1]))
        _ = meters.release(grant, by: 1, at: moment(4).monotonicNanoseconds)
        #expect(used(meters, new, at: 4) == (isMet ? [5, 2, 14, 1] : [0, 1, 7, 0]))
        // Each leaves when its own minute is over.
        #expect(used(meters, new, at: 61)[1] == (isMet ? 1 : 0))
    }

    @Test(arguments: [(50, 60, [7, 0]), (5, 60, [4, 0]), (60, 5, [3, 0]), (5, 6, [0, 0])])
    func `with a key's hash what a model has spent moves along, while its period lasts`(
        _ ends: (Int64, Int64, [Int64])
    ) {
        var meters = LimitMeters()
        let (old, new) = (Sample.token(1), Sample.token(2))
        for (token, spend, end) in [(old, 3, ends.0), (new, 4, ends.1)] {
            let place = meters.pool.place(of: .keyModel(token, model: "m"))
            let end = moment(end).monotonicNanoseconds
            let now = moment(0).monotonicNanoseconds
            meters.pool.spend(Sample.money(spend), until: end, of: place, at: now)
            // So that it stays when its period is over.
            _ = meters.pool.count(1, in: .requests, of: place, at: now)
        }
        meters.begin(at: moment(10).monotonicNanoseconds)
        meters.moveKey(KeyMove(from: old, to: new))
        let spent = [10, 70].map { (second: Int64) -> Int64 in
            guard let place = meters.pool.find(.keyModel(new, model: "m")) else { return 0 }
            let now = moment(second).monotonicNanoseconds
            return Int64(meters.pool[place].spent(at: now).picodollars)
        }
        #expect(spent == ends.2)
    }

    @Test func `all that changes what is kept is told`() throws {
        var meters = LimitMeters()
        var last = meters.keptChanges
        func expectChange(_ what: String, _ isChange: Bool = true) {
            #expect((meters.keptChanges != last) == isChange, "\(what)")
            last = meters.keptChanges
        }
        let grant = take(&meters, scope, at: 0, grant: 1)
        expectChange("a call")
        var use = RecordedUse()
        var settlement = Settlement(SpendCharges(), use, grant: grant)
        meters.settle(&settlement, by: 1, payload: 3, now: moment(1))
        expectChange("tokens given back")
        meters.moveKey(KeyMove(from: Sample.token(1), to: Sample.token(2)))
        expectChange("another hash")
        meters.moveKey(KeyMove(from: Sample.token(1), to: Sample.token(2)))
        expectChange("the same again", false)
        use.spend = Sample.money(3)
        use.modelSpends = [.init(scope: .keyModel(Sample.token(2), model: "m"), period: nil)]
        var event = Settlement(SpendCharges(), use, grant: nil)
        meters.settle(&event, by: 1, payload: 4, now: moment(2))
        expectChange("spend of a model")
        meters.undo(event, at: moment(3).monotonicNanoseconds)
        expectChange("spend that was undone")
    }

    @Test func `a late settlement counts under the new hash, though the old meter had gone`() throws
    {
        var meters = LimitMeters()
        let new = LimitScope.key(Sample.token(2))
        let grant = try #require(take(&meters, scope, at: 0, grant: 1))
        for seconds in 100..<104 as Range<Int64> {
            meters.begin(at: moment(seconds).monotonicNanoseconds)
        }
        #expect(meters.scopeCount == 0)
        meters.moveKey(KeyMove(from: Sample.token(1), to: Sample.token(2)))
        var use = RecordedUse()
        use.tokens = 17
        var settlement = Settlement(SpendCharges(), use, grant: grant)
        meters.settle(&settlement, by: 1, payload: 3, now: moment(110))
        #expect(used(meters, new, at: 110) == [0, 0, 10, 0])
    }

    @Test func `a meter that holds something stays, an idle one goes`() {
        var meters = LimitMeters()
        enter(&meters, scope, at: 0)
        let id = GrantID(token: nil, endUserID: nil, secret: GrantSecret(0, 1))
        let now = moment(0)
        meters.take(
            LimitDemand(cost: Sample.money(5), now: now),
            id.map { NewGrant(id: $0, owner: 1, deadline: moment(1_000).monotonicNanoseconds) }
        )
        for seconds in 100..<110 as Range<Int64> {
            meters.begin(at: moment(seconds).monotonicNanoseconds)
        }
        #expect(meters.scopeCount == 1)
        for seconds in 1_000..<1_010 as Range<Int64> {
            meters.begin(at: moment(seconds).monotonicNanoseconds)
        }
        #expect(meters.scopeCount == 0)
    }

    @Test func `a fixed minute ends where its first call says, though that took no tokens`() {
        var settings = LimitSettings()
        settings.window = .fixed
        var meters = LimitMeters(settings)
        for (seconds, tokens) in [(0, nil), (30, 7)] as [(Int64, Int64?)] {
            enter(&meters, scope, at: seconds)
            meters.take(LimitDemand(tokens: tokens, now: moment(seconds)), nil)
        }
        #expect(used(meters, scope, at: 59) == [0, 2, 7, 0])
        #expect(used(meters, scope, at: 60) == [0, 0, 0, 0])
    }
}
