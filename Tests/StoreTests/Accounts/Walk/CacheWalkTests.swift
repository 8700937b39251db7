import Foundation
import Testing

@testable import Store

/// Random walks of the cache through a small world that throws on the impossible.
///
/// A walk that fails is made again, and tells its last events; `SIDECAR_WALK_SEED` replays one.
@Suite struct CacheWalkTests {
    private static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["SIDECAR_WALK_SEED"].flatMap { UInt64($0) }.map { [$0] }
        ?? Array(1...400) + [.random(in: 0 ... .max)]
    private static let steps = 3_000

    @Test(arguments: seeds)
    func `no order of events gives an impossible answer, and all ends well`(seed: UInt64) {
        print("seed \(seed)")
        var world = CacheWorld(seed: seed)
        do {
            try world.walk(Self.steps, seed)
        } catch {
            var again = CacheWorld(seed: seed, isTraced: true)
            try? again.walk(Self.steps)
            for event in again.trace?.events.suffix(300) ?? [] { print(event) }
            Issue.record("seed \(seed): \(error)")
        }
    }
}

extension CacheWorld {
    mutating func walk(_ steps: Int, _ id: UInt64 = 0) throws {
        for step in 1...steps {
            try self.step()
            if step.isMultiple(of: 50), let excess = cache.excess {
                throw WalkError("unbounded: \(excess)")
            }
            if step.isMultiple(of: 1_000) { try calmDown() }
            if step.isMultiple(of: 100) {
                print("digest \(id) \(step) \(cache.currentGeneration) \(random)")
            }
        }
    }
}
