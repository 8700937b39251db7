/// The proxy's window: the first request opens it, and 60 seconds later all of it is forgotten.
///
/// Around its end, twice the limit can pass within a few seconds.
struct FixedWindow: Sendable {
    private var used: UInt64 = 0
    private var opened = Int64.min
    /// Whether anything was counted since the window ended.
    private var isOpen = false
    /// Whether it counts as full until its end, whatever was counted in it.
    private var isFull = false

    private static let nanoseconds: Int64 = 60_000_000_000
    private static let greatest = UInt64(RateWindow.greatest)

    /// What counts at this time, whether or not the window was advanced to it.
    func used(at now: Int64) -> UInt64 {
        if isOver(at: now) { return 0 }
        return isFull ? RateWindow.fullCount : used
    }

    private func isOver(at now: Int64) -> Bool { isOpen && now - opened >= Self.nanoseconds }

    /// Whether no window is open that the next call would fall into, counted or not.
    func isIdle(at now: Int64) -> Bool { !isOpen || isOver(at: now) }

    /// Closes a window whose time is over.
    mutating func advance(to now: Int64) {
        guard isOver(at: now) else { return }
        isOpen = false
        isFull = false
        used = 0
    }

    /// From now on the window counts as full, until it ends; `advance` first.
    mutating func fill(at now: Int64) {
        _ = add(0, at: now)
        isFull = true
    }

    /// Counts, and opens the window where none is open; `advance` first.
    mutating func add(_ count: Int64, at now: Int64) -> RateBucket {
        if !isOpen {
            isOpen = true
            opened = now
        }
        used = min(used + UInt64(clamping: min(count, RateWindow.greatest)), Self.greatest)
        return RateBucket(opened)
    }

    /// Takes back what was counted in this very window; `advance` first.
    /// - Returns: how much that was.
    @discardableResult
    mutating func subtract(_ count: Int64, from bucket: RateBucket) -> Int64 {
        // Of one that can count no further nobody knows what it holds.
        guard isOpen, bucket.number == opened, used < Self.greatest, !isFull else { return 0 }
        let taken = min(used, UInt64(clamping: count))
        used -= taken
        return Int64(taken)
    }

    /// Counts what another window counted, unless that was over when the later one was opened.
    mutating func absorb(_ other: FixedWindow) {
        guard other.isOpen else { return }
        guard isOpen, abs(opened - other.opened) < Self.nanoseconds else {
            if !isOpen || other.opened > opened { self = other }
            return
        }
        opened = max(opened, other.opened)
        used = min(used + other.used, Self.greatest)
        isFull = isFull || other.isFull
    }

    /// What counts at this time, with when the window was opened; nothing may have counted since.
    func tallies(at now: Int64) -> [RateTally] {
        if isIdle(at: now) { return [] }
        let count = isFull ? RateWindow.fullCount : used
        return [RateTally(bucket: RateBucket(opened), count: Int64(count))]
    }

    /// Opens the window as it was.
    mutating func restore(_ tally: RateTally) {
        let opened = tally.bucket.number
        if tally.isFull { fill(at: opened) } else { _ = add(tally.count, at: opened) }
    }

    /// When the window that is open ends.
    var end: Int64 { opened + Self.nanoseconds }
}
