/// Between which bounds numbers lie that were kept at a moment.
struct KeptBounds: Equatable, Sendable {
    /// What may be the moment, on the clock that never goes back, in nanoseconds.
    let moments: ClosedRange<Int64> = 0...Self.greatestMoment
    private let moment: Int64

    init(moment: Int64) {
        self.moment = min(max(moment, 0), Self.greatestMoment)
    }

    /// Far enough from the type's end for every sum with a time span of ours: 146 years.
    private static let greatestMoment = Int64.max / 2
    /// Calls may have read the clock after whoever wrote has, and counted before.
    private static let slack: Int64 = 10_000_000_000
}

extension KeptBounds {
    /// When something can have happened; seconds of a sliding window are less.
    var past: ClosedRange<Int64> { 0...moment + Self.slack }

    /// When a grant can end.
    var deadlines: ClosedRange<Int64> {
        0...past.upperBound + GrantLimits.longestLifetime.wholeNanoseconds
    }

    /// Whether a window of this kind can have counted this.
    func hold(_ tallies: [RateTally], _ kind: RateWindow.Kind) -> Bool {
        let unit = kind == .sliding ? SlidingWindow.nanoseconds : 1
        var last = Int64.min
        for tally in tallies {
            guard tally.bucket.number > last,
                (0...past.upperBound / unit).contains(tally.bucket.number),
                tally.isFull || (0...RateWindow.greatest).contains(tally.count)
            else { return false }
            last = tally.bucket.number
        }
        return kind == .sliding || tallies.count < 2
    }
}
