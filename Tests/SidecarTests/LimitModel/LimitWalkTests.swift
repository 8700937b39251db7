import Foundation
import Testing

/// Product and reference model, step by step.
///
/// A minute has a resolution of one second (see `LimitLedger`): the product may refuse where the
/// last 61 seconds are full, must where the last 60 are, and says to wait until either has room.
///
/// `SIDECAR_WALK_SEED` replays one walk, `SIDECAR_WALK_STEPS` sets the steps of each.
struct LimitWalkTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let replayed = environment["SIDECAR_WALK_SEED"].flatMap(UInt64.init)
    private static let fixed: [UInt64] = [1, 3, 4, 5, 9]
    private static let steps = environment["SIDECAR_WALK_STEPS"].flatMap(Int.init) ?? 6_000
    /// After so many steps a new world begins.
    private static let stepsPerWorld = 400

    @Test func `The limits hold as their reference model has them`() async throws {
        if let seed = Self.replayed { return Self.tell(await Self.walk(seed)) }
        let coverage = await withTaskGroup(of: [String: Int].self) { group in
            for seed in Self.fixed { group.addTask { await Self.walk(seed) } }
            return await group.reduce(into: [:]) { all, one in all.merge(one) { $0 + $1 } }
        }
        Self.tell(coverage)
        // What a gate's run comes to does not hang on luck.
        for name in WalkCoverage.all {
            #expect(coverage[name, default: 0] > 0, "the walk never came to: \(name)")
        }
    }

    private static func tell(_ coverage: [String: Int]) {
        print(coverage.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })
    }

    /// - Returns: what it came to, and how often.
    private static func walk(_ seed: UInt64) async -> [String: Int] {
        var worlds = SeededRandom(seed: seed)
        var coverage: [String: Int] = [:]
        for world in 0..<max(1, steps / stepsPerWorld) {
            var walk = LimitWalk(seed: worlds.next())
            do {
                for _ in 0..<stepsPerWorld { try await walk.step() }
            } catch {
                Issue.record("seed \(seed), world \(world): \(error)")
                break
            }
            coverage.merge(walk.coverage) { $0 + $1 }
        }
        return coverage
    }
}
