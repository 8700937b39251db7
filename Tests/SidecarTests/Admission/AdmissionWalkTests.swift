import Store
import Testing

@testable import Sidecar

/// Random worlds: the verdict and the explanation must tell the same story.
struct AdmissionWalkTests {
    /// Known to reach a refusal by every check.
    private static let seeds: [UInt64] = [1, 20_261_123]

    @Test(arguments: seeds + [UInt64.random(in: 0 ... .max)])
    func `The verdict is the first failing check of the explanation`(_ seed: UInt64) {
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        var refused: Set<Check> = []
        for _ in 0..<4_000 {
            let world = AdmissionWorld.random(using: &random)
            let request = AdmissionRequest.random(using: &random)
            let reports = world.explanation(request)
            #expect(reports.map(\.check) == Check.order)
            let failed = reports.first { !$0.passed }
            let refusal = world.verdict(request).refusal
            #expect(failed?.detail == refusal?.sentence, "seed \(seed)")
            #expect(failed?.entity == refusal?.entity, "seed \(seed)")
            if let failed { refused.insert(failed.check) }
        }
        let missed = Check.order.filter { !refused.contains($0) }
        #expect(missed == [] || !Self.seeds.contains(seed))
    }

    @Test(arguments: [7, UInt64.random(in: 0 ... .max)])
    func `Taking a limit away never refuses what was allowed`(_ seed: UInt64) {
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        for _ in 0..<3_000 {
            var world = AdmissionWorld.random(using: &random)
            let request = AdmissionRequest.random(using: &random)
            guard world.verdict(request).refusal == nil else { continue }
            world.loosen(using: &random)
            #expect(world.verdict(request).refusal == nil, "seed \(seed)")
        }
    }
}

extension AdmissionRequest {
    fileprivate static func random(using random: inout SeededRandom) -> AdmissionRequest {
        AdmissionRequest(
            model: random.pick([nil, "a", "b", "x/c", "a,b", "fast", "x/c , a"]),
            endUserID: random.pick([nil, "e1"]),
            route: random.pick([nil, "/v1/models", "/chat/completions", "/key/info", "/files/7"])
        )
    }
}

extension AdmissionWorld {
    private static let lists: [[String]] = [
        [], [], ["a"], ["a", "b"], ["x/*"], ["*"], ["all-proxy-models"], ["all-team-models"],
        ["group"], ["no-default-models"], ["fast"], ["a", "x/c"],
    ]

    /// Lists and blocks, limits, or both: few requests get past many of the former.
    fileprivate static func random(using random: inout SeededRandom) -> AdmissionWorld {
        let kind = random.next() % 8
        var world = kind < 4 ? restricted(using: &random) : AdmissionWorld()
        if kind > 2 { world.addLimits(using: &random) }
        return world
    }

    private static func restricted(using random: inout SeededRandom) -> AdmissionWorld {
        var world = AdmissionWorld()
        world.changeKey(using: &random)
        if random.chance(2) { world.giveToUser { $0.change(using: &random) } }
        if random.chance(2) { world.joinTeam { $0.change(using: &random) } }
        if random.chance(3) { world.team = nil }
        if random.chance(2) { world.memberModels = random.pick(lists) }
        if random.chance(2) {
            world.serveEndUser {
                $0.isBlocked = random.chance(4)
                $0.models = random.pick(lists)
            }
        }
        world.teamAliases = random.pick([nil, ["fast": "a"], ["a": "b"]])
        world.keyGroupModels = random.pick([[], [], ["b"]])
        world.ownedGroupModels = random.pick([[], world.keyGroupModels])
        world.teamGroupModels = random.pick([[], ["x/*"]])
        world.policy.enforcesBlockedEndUsers = random.chance(2)
        world.policy.allowedRoutes = random.pick([nil, nil, nil, ["/v1/models", "/files/7"]])
        world.policy.routerAliases = random.pick([[:], ["fast": "b"]])
        world.models.add(name: "b", accessGroups: random.pick([[], ["group"]]))
        return world
    }

    private mutating func changeKey(using random: inout SeededRandom) {
        key.isBlocked = random.chance(12)
        key.models = random.pick(Self.lists)
        key.aliases = random.pick([[:], [:], ["fast": "x/c"], ["a": "b"]])
        key.allowedRoutes = random.pick([[], [], ["openai_routes"], ["/v1/*"], ["/key"]])
        key.expires = random.pick([nil, nil, now + .seconds(1), now, now + .milliseconds(-1)])
    }

    /// Takes one limit away.
    fileprivate mutating func loosen(using random: inout SeededRandom) {
        switch random.next() % 8 {
        case 0: key.allowedRoutes = []
        case 1: key.expires = nil
        case 2: team?.models = []
        case 3: memberModels = []
        case 4: user?.models = []
        case 5: endUser?.models = []
        case 6: policy.allowedRoutes = nil
        default: key.models = []
        }
    }
}

extension UserRow {
    fileprivate mutating func change(using random: inout SeededRandom) {
        isActive = !random.chance(8)
        models = random.pick([[], ["a"], ["no-default-models"], ["*"]])
    }
}

extension TeamRow {
    fileprivate mutating func change(using random: inout SeededRandom) {
        isBlocked = random.chance(8)
        models = random.pick([[], ["a"], ["all-team-models"], ["x/*", "b"]])
    }
}

/// SplitMix64: the same walk for the same seed on every machine.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True once in `count` times.
    mutating func chance(_ count: UInt64) -> Bool {
        next() % count == 0
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(next() % UInt64(elements.count))]
    }
}
