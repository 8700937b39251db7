/// The proxy's window: the first request opens it, and 60 seconds later all of it is forgotten.
///
/// Around its end, twice the limit can pass within a few seconds.
struct FixedWindow: Sendable {
    private var used: UInt64 = 0
    private var opened = Int64.min
    /// Whether anything was counted since the window ended.
    private var isOpen = false

    private static let nanoseconds: Int64 = 60_000_000_000

    /// What counts at this time, whether or not the window was advanced to it.
    func used(at now: Int64) -> UInt64 { isOver(at: now) ? 0 : used }

    private func isOver(at now: Int64) -> Bool { isOpen && now - opened >= Self.nanoseconds }

    /// Whether no window is open that the next call would fall into, counted or not.
    func isIdle(at now: Int64) -> Bool { !isOpen || isOver(at: now) }

    /// Closes a window whose time is over.
    mutating func advance(to now: Int64) {
        guard isOver(at: now) else { return }
        isOpen = false
        used = 0
    }

    /// Counts, and opens the window where none is open; `advance` first.
    mutating func add(_ count: Int64, at now: Int64) -> RateBucket {
        if !isOpen {
            isOpen = true
            opened = now
        }
        used = min(used + UInt64(clamping: count), UInt64(UInt32.max))
        return RateBucket(opened)
    }

    /// Takes back what was counted in this very window; `advance` first.
    /// - Returns: how much that was.
    @discardableResult
    mutating func subtract(_ count: Int64, from bucket: RateBucket) -> Int64 {
        // Of a full one nobody knows what it holds.
        guard isOpen, bucket.number == opened, used < UInt64(UInt32.max) else { return 0 }
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
        used = min(used + other.used, UInt64(UInt32.max))
    }

    /// What counts at this time, with when the window was opened; nothing may have counted since.
    func tallies(at now: Int64) -> [RateTally] {
        isIdle(at: now) ? [] : [RateTally(bucket: RateBucket(opened), count: Int64(used))]
    }

    /// Opens the window as it was.
    mutating func restore(_ tally: RateTally) {
        _ = add(tally.count, at: tally.bucket.number)
    }

    /// When the window that is open ends.
    var end: Int64 { opened + Self.nanoseconds }
}
