import Foundation
import Testing

@testable import Store

/// Spend in memory against a plain model, whatever the order of reads and flushes.
///
/// A course that fails is made again, and tells its last events. `SIDECAR_WALK_SEED` replays one,
/// `SIDECAR_SPEND_WALKS` makes so many, from that seed on.
@Suite struct SpendWalkTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let first = environment["SIDECAR_WALK_SEED"].flatMap(UInt64.init)
    private static let count = environment["SIDECAR_SPEND_WALKS"].flatMap(UInt64.init)
    private static let seeds = (first ?? 1)..<(first ?? 1) + (count ?? (first == nil ? 60 : 1))

    @Test(arguments: seeds)
    func `memory never has less than the truth, and exactly that at rest`(seed: UInt64) {
        var walk = SpendWalk(seed: seed)
        do {
            try walk.walk()
        } catch {
            var again = SpendWalk(seed: seed, isTraced: true)
            try? again.walk()
            for event in again.trace?.events.suffix(80) ?? [] { print("\(seed): \(event)") }
            Issue.record("seed \(seed): \(error)")
        }
    }
}

extension SpendWalk {
    mutating func walk() throws {
        for step in 1...1_500 {
            self.step()
            let truth = truth
            for entity in entities where isComparable(entity) {
                guard let memory = memory(entity), let due = truth[entity], memory < due else {
                    continue
                }
                throw WalkError("step \(step): \(entity) has \(memory), not \(due)")
            }
            if step.isMultiple(of: 250) { try compareAtRest(step) }
        }
        flushAll()
        guard bench.cache.meters.isEmpty else { throw WalkError("meters are left at the end") }
    }

    private func isComparable(_ entity: SpendEntity) -> Bool {
        guard case .key = entity else { return true }
        return isMoveProved
    }

    private mutating func compareAtRest(_ step: Int) throws {
        settle()
        guard isMoveProved else { throw WalkError("step \(step): moves are open at rest") }
        let truth = truth
        for entity in entities {
            guard let memory = memory(entity), let truth = truth[entity], memory != truth else {
                continue
            }
            throw WalkError("at rest, step \(step): \(entity) has \(memory), not \(truth)")
        }
    }
}
