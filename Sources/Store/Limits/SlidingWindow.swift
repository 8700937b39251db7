/// What was counted in the last 60 seconds, by second of the monotonic clock: 328 bytes.
///
/// It counts the second under way, the 60 before it and nothing else. A second leaves as a whole,
/// when its last instant is 60 seconds old; so no span of 60 seconds, wherever it begins, holds
/// more than was counted, and a refusal lasts at most one second longer than it must.
struct SlidingWindow: Sendable {
    /// Counts by second modulo 61.
    private var counts = SecondCounts()
    /// The slot of a second that counts as full whatever was counted in it; there is at most one.
    private var fullSlot = noSlot
    /// The sum of `counts`.
    private var used: UInt64 = 0
    /// The latest second seen; counts of the seconds after it are 0.
    private var second = Int64.min

    private static let seconds = Int64(SecondCounts.size)
    private static let noSlot = UInt8.max
    static let nanoseconds: Int64 = 1_000_000_000

    /// What counts at this time, whether or not the window was advanced to it.
    func used(at now: Int64) -> UInt64 {
        let present = now / Self.nanoseconds
        guard present > second, !isEmpty else { return isFull ? RateWindow.fullCount : used }
        guard present - second < Self.seconds else { return 0 }
        var (left, isFull) = (used, isFull)
        var slot = Self.slot(of: second)
        for _ in 0..<present - second {
            slot = slot + 1 == Self.seconds ? 0 : slot + 1
            left -= counts[Int(slot)]
            if slot == Int64(fullSlot) { isFull = false }
        }
        return isFull ? RateWindow.fullCount : left
    }

    private var isFull: Bool { fullSlot != Self.noSlot }
    private var isEmpty: Bool { used == 0 && !isFull }

    /// Lets the seconds go that have left the window.
    ///
    /// A reading of the clock from before the latest one counts as that.
    mutating func advance(to now: Int64) {
        let present = now / Self.nanoseconds
        guard present > second else { return }
        defer { second = present }
        guard !isEmpty else { return }
        guard present - second < Self.seconds else {
            counts = SecondCounts()
            fullSlot = Self.noSlot
            used = 0
            return
        }
        var slot = Self.slot(of: second)
        for _ in 0..<present - second {
            slot = slot + 1 == Self.seconds ? 0 : slot + 1
            used -= counts[Int(slot)]
            counts[Int(slot)] = 0
            if slot == Int64(fullSlot) { fullSlot = Self.noSlot }
        }
    }

    /// From now on the second under way counts as full, until it leaves; `advance` first.
    mutating func fill() { fullSlot = UInt8(Self.slot(of: second)) }

    /// Counts in the second under way; `advance` first.
    mutating func add(_ count: Int64) -> RateBucket {
        let slot = Int(Self.slot(of: second))
        let added = min(UInt64(clamping: count), SecondCounts.greatest - counts[slot])
        counts[slot] += added
        used += added
        return RateBucket(second)
    }

    /// Takes back what was counted in a second, if that is still in the window; `advance` first.
    /// - Returns: how much that was.
    @discardableResult
    mutating func subtract(_ count: Int64, from bucket: RateBucket) -> Int64 {
        guard bucket.number <= second, second - bucket.number < Self.seconds else { return 0 }
        let slot = Int(Self.slot(of: bucket.number))
        // Of one that can count no further nobody knows what it holds.
        guard counts[slot] < SecondCounts.greatest, slot != fullSlot else { return 0 }
        let taken = min(UInt64(clamping: count), counts[slot])
        counts[slot] -= taken
        used -= taken
        return Int64(taken)
    }

    /// Counts what another window counted, second by second.
    mutating func absorb(_ other: SlidingWindow) {
        guard !other.isEmpty else { return }
        guard !isEmpty else {
            self = other
            return
        }
        var other = other
        advance(to: other.second * Self.nanoseconds)
        other.advance(to: second * Self.nanoseconds)
        for slot in 0..<Int(Self.seconds) {
            let added = min(other.counts[slot], SecondCounts.greatest - counts[slot])
            counts[slot] += added
            used += added
        }
        guard other.isFull else { return }
        if !isFull || age(of: other.fullSlot) < age(of: fullSlot) { fullSlot = other.fullSlot }
    }

    /// How many seconds ago a slot was the one under way.
    private func age(of slot: UInt8) -> Int64 {
        let age = Self.slot(of: second) - Int64(slot)
        return age < 0 ? age + Self.seconds : age
    }

    /// What counts at this time, second by second, the oldest first.
    func tallies(at now: Int64) -> [RateTally] {
        var window = self
        window.advance(to: now)
        guard !window.isEmpty else { return [] }
        return (window.second - Self.seconds + 1...window.second).compactMap { second in
            let slot = Int(Self.slot(of: second))
            let count = slot == window.fullSlot ? RateWindow.fullCount : window.counts[slot]
            return count == 0 ? nil : RateTally(bucket: RateBucket(second), count: Int64(count))
        }
    }

    /// Counts what was counted in a second; the oldest first.
    mutating func restore(_ tally: RateTally) {
        guard tally.bucket.number.magnitude < Int64.max / Self.nanoseconds else { return }
        advance(to: tally.bucket.number * Self.nanoseconds)
        if tally.isFull { fill() } else { _ = add(tally.count) }
    }

    /// When at most `rest` of what counts at this time will be left.
    func instant(whenLeft rest: UInt64, from now: Int64) -> Int64 {
        var window = self
        window.advance(to: now)
        return window.instant(whenLeft: rest)
    }

    private func instant(whenLeft rest: UInt64) -> Int64 {
        var (left, isFull) = (used, isFull)
        var oldest = second - Self.seconds
        var slot = Self.slot(of: second)
        while left > rest || isFull, oldest < second {
            oldest += 1
            slot = slot + 1 == Self.seconds ? 0 : slot + 1
            left -= counts[Int(slot)]
            if slot == Int64(fullSlot) { isFull = false }
        }
        return (oldest + Self.seconds) * Self.nanoseconds
    }

    private static func slot(of second: Int64) -> Int64 {
        let remainder = second % seconds
        return remainder < 0 ? remainder + seconds : remainder
    }
}
