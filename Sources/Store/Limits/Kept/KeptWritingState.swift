/// When what was used of limits is written again, and what is said of failures.
struct KeptWritingState: Equatable, Sendable {
    /// How long to wait before the next look.
    private(set) var pause: Duration
    private let shortestPause: Duration
    /// The changes that the disk has.
    private var written: UInt64 = 0
    private var isFailing = false

    init(shortestPause: Duration = Self.shortestPause) {
        self.shortestPause = shortestPause
        pause = shortestPause
    }

    /// How long it waits after a writing, as a rule.
    static let shortestPause = Duration.seconds(5)
    /// Where writing takes long; so much is missing after a kill at most, and two writings.
    static let longestPause = Duration.seconds(15)
    /// It rests so many times as long as the last writing took, up to the longest pause: that costs
    /// two percent of a core while a writing takes less than 0.3 seconds.
    private static let restFactor = 50
}

extension KeptWritingState {
    /// Whether the disk lacks what is so by now.
    func isDue(changes: UInt64) -> Bool { changes != written }

    /// What is to be said of a writing.
    enum Notice: Equatable, Sendable {
        case nothing
        /// It failed, for the first time in a row.
        case fails
        /// It is well again.
        case recovered
    }

    /// A writing has ended of what was so after so many changes.
    mutating func ended(changes: UInt64, isWritten: Bool, took: Duration) -> Notice {
        pause = max(shortestPause, min(took * Self.restFactor, Self.longestPause))
        if isWritten { written = changes }
        defer { isFailing = !isWritten }
        switch (isFailing, isWritten) {
        case (false, false): return .fails
        case (true, true): return .recovered
        case (false, true), (true, false): return .nothing
        }
    }
}
