/// Whether a count has room below a limit, wherever it is counted.
package enum RateRules {
    /// Whether so many more fit.
    ///
    /// A call without an estimate of its tokens needs room for one, so that a used-up window, and a
    /// limit of 0, refuse it too.
    package static func fits(_ count: Int64, _ used: Int64, _ limit: Int64) -> Bool {
        let bounded = min(max(limit, 0), RateWindow.greatest)
        return used <= bounded - max(min(count, RateWindow.greatest), 1)
    }

    /// Whether that is what a window says which counts as full from the start.
    package static func isFull(_ used: Int64) -> Bool { used >= Int64(RateWindow.fullCount) }

    /// What is left of a limit once so many more are counted; never negative.
    package static func remaining(_ count: Int64, _ used: Int64, _ limit: Int64) -> Int64 {
        if isFull(used) { return 0 }
        return max(max(limit, 0) - used - min(count, RateWindow.greatest), 0)
    }
}
