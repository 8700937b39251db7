/// A point in the order of what happens to cached rows: asks, reads sent, notices.
///
/// Generations come from one counter that never restarts, and no two events share one. A read
/// counts for a request if it was sent after the request asked; a row is clean if it was read
/// after the last notice about it.
package struct Generation: Comparable, Hashable, Sendable {
    private var number: UInt64

    /// Before everything: of a row that was never read, or never noticed.
    package static let never = Generation(number: 0)

    /// Later than everything: of a slot that is not in use.
    static let vacant = Generation(number: .max)

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    /// Moves the counter on and returns its new value.
    mutating func next() -> Generation {
        number += 1
        return self
    }
}
