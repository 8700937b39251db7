/// What was counted in the last 60 seconds, by second of the monotonic clock: 264 bytes.
///
/// It counts the second under way, the 60 before it and nothing else. A second leaves as a whole,
/// when its last instant is 60 seconds old; so no span of 60 seconds, wherever it begins, holds
/// more than was counted, and a refusal lasts at most one second longer than it must.
struct SlidingWindow: Sendable {
    /// Counts by second modulo 61.
    ///
    /// A full one stays full: no limit is above `RateWindow.greatest`,
    /// so it refuses until it leaves.
    private var counts: [61 of UInt32] = .init(repeating: 0)
    /// The sum of `counts`.
    private var used: UInt64 = 0
    /// The latest second seen; counts of the seconds after it are 0.
    private var second = Int64.min

    private static let seconds: Int64 = 61
    static let nanoseconds: Int64 = 1_000_000_000

    /// What counts at this time, whether or not the window was advanced to it.
    func used(at now: Int64) -> UInt64 {
        let present = now / Self.nanoseconds
        guard present > second, used > 0 else { return used }
        guard present - second < Self.seconds else { return 0 }
        var left = used
        var slot = Self.slot(of: second)
        for _ in 0..<present - second {
            slot = slot + 1 == Self.seconds ? 0 : slot + 1
            left -= UInt64(counts[Int(slot)])
        }
        return left
    }

    /// Lets the seconds go that have left the window.
    ///
    /// A reading of the clock from before the latest one counts as that.
    mutating func advance(to now: Int64) {
        let present = now / Self.nanoseconds
        guard present > second else { return }
        defer { second = present }
        guard used > 0 else { return }
        guard present - second < Self.seconds else {
            counts = .init(repeating: 0)
            used = 0
            return
        }
        var slot = Self.slot(of: second)
        for _ in 0..<present - second {
            slot = slot + 1 == Self.seconds ? 0 : slot + 1
            used -= UInt64(counts[Int(slot)])
            counts[Int(slot)] = 0
        }
    }

    /// Counts in the second under way; `advance` first.
    mutating func add(_ count: Int64) -> RateBucket {
        let slot = Int(Self.slot(of: second))
        let added = min(UInt32(clamping: count), .max - counts[slot])
        counts[slot] += added
        used += UInt64(added)
        return RateBucket(second)
    }

    /// Takes back what was counted in a second, if that is still in the window; `advance` first.
    /// - Returns: how much that was.
    @discardableResult
    mutating func subtract(_ count: Int64, from bucket: RateBucket) -> Int64 {
        guard bucket.number <= second, second - bucket.number < Self.seconds else { return 0 }
        let slot = Int(Self.slot(of: bucket.number))
        // Of a full one nobody knows what it holds.
        guard counts[slot] < .max else { return 0 }
        let taken = min(UInt32(clamping: count), counts[slot])
        counts[slot] -= taken
        used -= UInt64(taken)
        return Int64(taken)
    }

    /// Counts what another window counted, second by second.
    mutating func absorb(_ other: SlidingWindow) {
        guard other.used > 0 else { return }
        guard used > 0 else {
            self = other
            return
        }
        var other = other
        advance(to: other.second * Self.nanoseconds)
        other.advance(to: second * Self.nanoseconds)
        for slot in 0..<Int(Self.seconds) {
            let added = min(other.counts[slot], .max - counts[slot])
            counts[slot] += added
            used += UInt64(added)
        }
    }

    /// What counts at this time, second by second, the oldest first.
    func tallies(at now: Int64) -> [RateTally] {
        var window = self
        window.advance(to: now)
        guard window.used > 0 else { return [] }
        return (window.second - Self.seconds + 1...window.second).compactMap { second in
            let count = window.counts[Int(Self.slot(of: second))]
            return count == 0 ? nil : RateTally(bucket: RateBucket(second), count: Int64(count))
        }
    }

    /// Counts what was counted in a second; the oldest first.
    mutating func restore(_ tally: RateTally) {
        guard tally.bucket.number.magnitude < Int64.max / Self.nanoseconds else { return }
        advance(to: tally.bucket.number * Self.nanoseconds)
        _ = add(tally.count)
    }

    /// When at most `rest` of what counts at this time will be left.
    func instant(whenLeft rest: UInt64, from now: Int64) -> Int64 {
        var window = self
        window.advance(to: now)
        return window.instant(whenLeft: rest)
    }

    private func instant(whenLeft rest: UInt64) -> Int64 {
        var left = used
        var oldest = second - Self.seconds
        var slot = Self.slot(of: second)
        while left > rest, oldest < second {
            oldest += 1
            slot = slot + 1 == Self.seconds ? 0 : slot + 1
            left -= UInt64(counts[Int(slot)])
        }
        return (oldest + Self.seconds) * Self.nanoseconds
    }

    private static func slot(of second: Int64) -> Int64 {
        let remainder = second % seconds
        return remainder < 0 ? remainder + seconds : remainder
    }
}
