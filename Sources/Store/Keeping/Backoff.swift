/// How long to wait before the next attempt: longer each time, and never the same for two.
package struct Backoff: Equatable, Sendable {
    package let shortest: Duration
    package let longest: Duration
    package private(set) var failures = 0

    package init(shortest: Duration = .milliseconds(100), longest: Duration = .seconds(15)) {
        self.shortest = shortest
        self.longest = longest
    }

    /// Counts a failure.
    ///
    /// - Parameter jitter: Between 0 and 1, by chance: where in the second half the wait ends.
    /// - Returns: How long to wait before the next attempt.
    package mutating func failed(jitter: Double) -> Duration {
        let doubled = shortest * Double(1 << min(failures, 20))
        failures += 1
        let ceiling = min(doubled, longest)
        return ceiling * 0.5 + ceiling * (0.5 * jitter)
    }

    /// Forgets the failures.
    package mutating func succeeded() { failures = 0 }
}
