/// What one scope has used of its requests or tokens per minute.
///
/// A value of 352 bytes without a heap object; no operation allocates. Time is the monotonic
/// clock's, in nanoseconds, so that no jump of the wall clock opens or closes anything. Whoever
/// judges several scopes asks all of them for room first and takes only if all have it.
package struct RateWindow: Sendable {
    private var sliding = SlidingWindow()
    private var fixed = FixedWindow()
    private let kind: Kind

    /// An empty window.
    package init(_ kind: Kind) {
        self.kind = kind
    }

    /// Which minute is meant; one setting chooses for all windows.
    package enum Kind: String, CaseIterable, Sendable {
        /// Any 60 seconds, at a resolution of one.
        case sliding
        /// 60 seconds from the first request, as the proxy counts.
        case fixed
    }

    /// A limit above this counts as this: 18 billion a second are beyond one host.
    ///
    /// So much can be counted in each second, and no more.
    package static let greatest = Int64(SecondCounts.greatest)
    /// What a window says that is full from the start: more than can ever be counted.
    package static let fullCount: UInt64 = 1 << 62

    /// A window that refuses everything for 60 seconds from `start`: what a daemon begins with that
    /// does not know what was used before it.
    package static func full(_ kind: Kind, from start: Int64) -> RateWindow {
        var window = RateWindow(kind)
        window.advance(to: start)
        switch kind {
        case .sliding: window.sliding.fill()
        case .fixed: window.fixed.fill(at: start)
        }
        return window
    }
}

extension RateWindow {
    /// What counts at this time.
    package func used(at now: Int64) -> Int64 { Int64(counted(at: now)) }

    /// Whether it says no more than an empty one.
    func isIdle(at now: Int64) -> Bool {
        switch kind {
        case .sliding: sliding.used(at: now) == 0
        case .fixed: fixed.isIdle(at: now)
        }
    }

    /// How long to wait until `count` have room, if nothing else happens; zero where they have it
    /// now, nil where waiting does not help.
    package func retryAfter(_ count: Int64, limit: Int64, at now: Int64) -> Duration? {
        let (needed, limit) = (Self.needed(count), Self.effective(limit))
        guard needed <= limit else { return nil }
        guard counted(at: now) + needed > limit else { return .zero }
        let instant =
            switch kind {
            case .sliding: sliding.instant(whenLeft: limit - needed, from: now)
            case .fixed: fixed.end
            }
        return .nanoseconds(max(instant - now, 0))
    }

    /// Counts a call that has been let in, or what it used beyond its estimate, and says where.
    @discardableResult
    package mutating func take(_ count: Int64, at now: Int64) -> RateBucket {
        advance(to: now)
        return switch kind {
        case .sliding: sliding.add(count)
        case .fixed: fixed.add(count, at: now)
        }
    }

    /// Takes back what a call did not use, where it was counted; void once that has left.
    /// - Returns: how much that was.
    @discardableResult
    package mutating func credit(_ count: Int64, to bucket: RateBucket, at now: Int64) -> Int64 {
        advance(to: now)
        return switch kind {
        case .sliding: sliding.subtract(count, from: bucket)
        case .fixed: fixed.subtract(count, from: bucket)
        }
    }

    /// Counts what another window of the same kind has counted, where it did.
    mutating func absorb(_ other: RateWindow) {
        switch kind {
        case .sliding: sliding.absorb(other.sliding)
        case .fixed: fixed.absorb(other.fixed)
        }
    }

    /// What counts at this time, part by part, the oldest first.
    func tallies(at now: Int64) -> [RateTally] {
        switch kind {
        case .sliding: sliding.tallies(at: now)
        case .fixed: fixed.tallies(at: now)
        }
    }

    /// A window that counted this.
    init(_ kind: Kind, counted tallies: [RateTally]) {
        self.init(kind)
        for tally in tallies {
            switch kind {
            case .sliding: sliding.restore(tally)
            case .fixed: fixed.restore(tally)
            }
        }
    }

    private func counted(at now: Int64) -> UInt64 {
        switch kind {
        case .sliding: sliding.used(at: now)
        case .fixed: fixed.used(at: now)
        }
    }

    private mutating func advance(to now: Int64) {
        switch kind {
        case .sliding: sliding.advance(to: now)
        case .fixed: fixed.advance(to: now)
        }
    }

    private static func needed(_ count: Int64) -> UInt64 { UInt64(max(count, 1)) }

    private static func effective(_ limit: Int64) -> UInt64 {
        UInt64(min(max(limit, 0), greatest))
    }
}
