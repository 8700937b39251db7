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
    private static let seeds: [UInt64] =
        environment["SIDECAR_WALK_SEED"].flatMap(UInt64.init).map { [$0] }
        ?? [1, 2, 3, UInt64.random(in: 0 ... .max)]
    private static let steps = environment["SIDECAR_WALK_STEPS"].flatMap(Int.init) ?? 6_000
    /// After so many steps a new world begins.
    private static let stepsPerWorld = 400

    @Test(arguments: seeds)
    func `The limits hold as their reference model has them`(_ seed: UInt64) async throws {
        print("seed \(seed)")
        var worlds = SeededRandom(seed: seed)
        var coverage: [String: Int] = [:]
        for world in 0..<max(1, Self.steps / Self.stepsPerWorld) {
            var walk = LimitWalk(seed: worlds.next())
            do {
                for _ in 0..<Self.stepsPerWorld { try await walk.step() }
            } catch {
                Issue.record("seed \(seed), world \(world): \(error)")
                return
            }
            coverage.merge(walk.coverage) { $0 + $1 }
        }
        print(coverage.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })
    }
}
