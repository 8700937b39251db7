import Testing

@testable import Store

/// A file of limits that somebody has tampered with, its checksum made right again.
@Suite struct KeptFuzzTests {
    private static let second: Int64 = 1_000_000_000
    private static let start = Moment(
        wall: Timestamp(milliseconds: 1_800_000_000_000),
        monotonicNanoseconds: 1_000 * second
    )
    private static let scopes: [LimitScope] = [
        .key(Sample.token(0)), .team("t"), .endUser("é"), .global,
        .teamMember(MembershipID(userID: "u", groupID: "t")),
        .keyModel(Sample.token(0), model: "m"),
    ]

    /// Calls that took of everything, some of them under way.
    private static func meters(_ window: RateWindow.Kind) -> LimitMeters {
        var settings = LimitSettings()
        settings.window = window
        settings.startsFull = true
        var meters = LimitMeters(settings, startedAt: start.monotonicNanoseconds - second)
        for number in 0..<5 as Range<Int64> {
            call(&meters, number: UInt64(number), at: start.monotonicNanoseconds + number * second)
        }
        return meters
    }

    private static func call(_ meters: inout LimitMeters, number: UInt64, at time: Int64) {
        let now = Moment(wall: start.wall, monotonicNanoseconds: time)
        let demand = LimitDemand(cost: Sample.money(5), tokens: 7, now: now)
        meters.begin(at: time)
        for scope in scopes {
            var claim = LimitClaim(scope.kind)
            claim.maxBudget = .greatest
            claim.spend = .zero
            claim.rates.requestsPerMinute = 10
            claim.rates.tokensPerMinute = 100
            claim.rates.parallelRequests = 5
            meters.enter(claim, of: scope, demand)
        }
        let id = GrantID(token: Sample.token(0), endUserID: "é", secret: GrantSecret(1, number))
        let deadline = time + 60 * second
        meters.take(demand, id.map { NewGrant(id: $0, owner: 1, deadline: deadline) })
        var use = RecordedUse()
        use.spend = Sample.money(3)
        use.modelSpends = [.init(scope: scopes[5], period: nil)]
        var event = Settlement(SpendCharges(), use, grant: nil)
        meters.settle(&event, by: 1, payload: 1, now: now)
    }

    private static func file(_ window: RateWindow.Kind) -> [UInt8] {
        var meters = meters(window)
        let now = start.monotonicNanoseconds + 6 * second
        let moment = Moment(wall: start.wall, monotonicNanoseconds: now)
        var kept = KeptLimits(at: moment, boot: "b", window: window)
        kept.isComplete = true
        kept.fullSince = meters.keptFullSince(at: now)
        kept.meters = meters.kept(0..<meters.keptPlaces, at: now)
        kept.grants = meters.keptGrants(at: now)
        return kept.bytes
    }

    @Test(arguments: [RateWindow.Kind.sliding, .fixed])
    func `is refused, or yields what can be, and never traps`(_ window: RateWindow.Kind) throws {
        let whole = Self.file(window)
        #expect(KeptLimits(whole)?.grants.count == 5)
        var accepted = 0
        for seed in 0..<4_000 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            guard let kept = KeptLimits(Self.tampered(whole, &random)) else { continue }
            accepted += 1
            try Self.check(kept, window, boot: "b", "seed \(seed)")
            try Self.check(kept, window, boot: "other", "seed \(seed), other boot")
        }
        #expect(accepted > 150, "most were not read at all")
    }

    /// Some bytes changed, words replaced, or the end cut off, with the checksum of that.
    private static func tampered(_ whole: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = Array(whole.dropLast(4))
        for _ in 0...random.next() % 3 {
            let place = Int(random.next() % UInt64(bytes.count))
            switch random.next() % 8 {
            case 0: bytes.removeLast(min(bytes.count - 9, place))
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            case 3, 4:
                let words: [Int64] = [.min, .min + 1, -1, 0, 1, .max, .max - 1, 4_294_967_296]
                let word = words[Int(random.next() % UInt64(words.count))]
                for (offset, byte) in [UInt8](integer: word).enumerated()
                where place + offset < bytes.count {
                    bytes[place + offset] = byte
                }
            default: bytes[place] ^= 1 << (random.next() % 8)
            }
        }
        bytes.append(integer: CRC32C.checksum(bytes.span))
        return bytes
    }

    /// What a daemon does with it, and whether it can have been.
    private static func check(
        _ kept: KeptLimits,
        _ window: RateWindow.Kind,
        boot: String,
        _ name: String
    ) throws {
        let now = start.monotonicNanoseconds + 20 * second
        let moment = Moment(wall: start.wall, monotonicNanoseconds: now)
        var settings = LimitSettings()
        settings.window = window
        settings.startsFull = true
        var meters = LimitMeters(settings, startedAt: now)
        meters.restore(kept, boot: boot, now: moment)
        expectSound(meters, at: now, name)
        call(&meters, number: 99, at: now)
        for grant in meters.openGrants(at: now) {
            var settlement = Settlement(SpendCharges(), RecordedUse(), grant: grant.id)
            meters.settle(&settlement, by: grant.owner, payload: 1, now: moment)
            meters.undo(settlement, at: now)
        }
        expectSound(meters, at: now, name)
        // As it is written next.
        var next = KeptLimits(at: moment, boot: boot, window: window)
        next.meters = meters.kept(0..<meters.keptPlaces, at: now)
        next.grants = meters.keptGrants(at: now)
        #expect(KeptLimits(next.bytes) == next, "\(name)")
        // Whatever it says is over some time, but for what models have spent for good.
        let later = now + 90_000 * second
        for _ in 0..<meters.keptPlaces { meters.begin(at: later) }
        #expect(meters.grantCount == 0 && meters.pool.usedUnmetered(at: later) == 0, "\(name)")
        let models = kept.meters.count { $0.scope.kind.isOfModel }
        #expect(meters.scopeCount <= models + 1, "\(name)")
    }

    private static func expectSound(_ meters: LimitMeters, at now: Int64, _ name: String) {
        for place in 0..<meters.pool.placeCount where meters.pool[place].isInUse {
            let meter = meters.pool[place]
            let used = [ScopeMeter.Window.requests, .tokens].map {
                meters.pool.used($0, of: place, at: now)
            }
            let isSound =
                used.allSatisfy {
                    (0...61 * RateWindow.greatest).contains($0) || RateRules.isFull($0)
                }
                && (Money.zero ... .greatest).contains(meter.spent)
                && (Money.zero ... .greatest).contains(meter.reserved)
                && (0...1_000).contains(meter.slots.taken)
            #expect(isSound, "\(name)")
        }
    }

    @Test func `a scope that comes twice counts once`() throws {
        let whole = try #require(KeptLimits(Self.file(.sliding)))
        var twice = whole
        twice.meters += whole.meters
        var meters = LimitMeters()
        let now = Moment(
            wall: Self.start.wall,
            monotonicNanoseconds: Self.start.monotonicNanoseconds + 7 * Self.second
        )
        meters.restore(twice, boot: "b", now: now)
        let windows = meters.pool.windowCount
        meters = LimitMeters()
        meters.restore(whole, boot: "b", now: now)
        #expect(windows == meters.pool.windowCount)
    }

    @Test(arguments: [(Int64.min, false), (-1, false), (0, true), (1_010, true), (1_021, false)])
    func `a second that cannot have been is none`(_ second: Int64, isSound: Bool) {
        expect(isSound) {
            $0.meters = [KeptMeter(.global)]
            $0.meters[0].requests = [RateTally(bucket: RateBucket(second), count: 1)]
        }
    }

    @Test func `spend is that of a model, and none is negative`() {
        let model = LimitScope.userModel("u", model: "m")
        for (scope, spent, isSound) in [
            (model, 1, true), (.user("u"), 1, false), (.user("u"), 0, true), (model, -1, false),
        ] {
            expect(isSound) {
                $0.meters = [KeptMeter(scope)]
                $0.meters[0].spent = Sample.money(spent)
            }
        }
    }

    /// Whether a file with this in it is read.
    private func expect(_ isSound: Bool, _ change: (inout KeptLimits) -> Void) {
        let now = Self.start.monotonicNanoseconds + 10 * Self.second
        let moment = Moment(wall: Self.start.wall, monotonicNanoseconds: now)
        var kept = KeptLimits(at: moment, boot: "b", window: .sliding)
        change(&kept)
        #expect((KeptLimits(kept.bytes) != nil) == isSound)
    }
}

extension [UInt8] {
    fileprivate init(integer: Int64) {
        self = []
        append(integer: integer)
    }
}
