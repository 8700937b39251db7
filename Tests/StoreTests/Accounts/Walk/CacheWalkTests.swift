import Foundation
import Testing

@testable import Store

/// Random walks of the cache through a small world that throws on the impossible.
///
/// A walk that fails is made again, and tells its last events; `SIDECAR_WALK_SEED` replays one.
@Suite struct CacheWalkTests {
    private static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["SIDECAR_WALK_SEED"].flatMap { UInt64($0) }.map { [$0] }
        ?? Array(1...40) + [.random(in: 0 ... .max)]
    private static let steps = 3_000

    @Test(arguments: seeds)
    func `no order of events gives an impossible answer, and all ends well`(seed: UInt64) {
        print("seed \(seed)")
        var world = CacheWorld(seed: seed)
        do {
            try world.walk(Self.steps)
        } catch {
            var again = CacheWorld(seed: seed, isTraced: true)
            try? again.walk(Self.steps)
            for event in again.trace?.events.suffix(60) ?? [] { print(event) }
            Issue.record("seed \(seed): \(error)")
        }
    }

    @Test func `the walks come by every kind of answer, one seed one way`() throws {
        var seen: [String: Int] = [:]
        for seed in UInt64(1)...8 {
            var world = CacheWorld(seed: seed)
            try world.walk(Self.steps)
            seen.merge(world.seen, uniquingKeysWith: +)
        }
        let kinds = [
            "at once", "waited", "not fresh", "rotated", "unknown", "overloaded", "unavailable",
            "loaded by notices", "loaded by polling",
        ]
        for kind in kinds { #expect(seen[kind, default: 0] > 0, "\(kind)") }
        var (first, second) = (CacheWorld(seed: 3), CacheWorld(seed: 3))
        try first.walk(500)
        try second.walk(500)
        #expect(first.seen == second.seen)
        #expect(first.cache.currentGeneration == second.cache.currentGeneration)
    }
}

extension CacheWorld {
    mutating func walk(_ steps: Int) throws {
        for step in 1...steps {
            try self.step()
            if step.isMultiple(of: 50), let excess = cache.excess {
                throw WalkError("unbounded: \(excess)")
            }
            if step.isMultiple(of: 1_000) { try calmDown() }
        }
    }
}
