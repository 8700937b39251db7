/// How many calls of one scope are under way.
package struct ParallelGauge: Equatable, Sendable {
    /// Slots taken; never negative.
    package private(set) var taken: Int64 = 0

    package init() {}

    /// Takes a slot, or several.
    package mutating func take(_ count: Int64 = 1) {
        taken += count
    }

    /// Gives a slot back; one that was never taken gives nothing.
    package mutating func free() {
        taken = max(taken - 1, 0)
    }
}
