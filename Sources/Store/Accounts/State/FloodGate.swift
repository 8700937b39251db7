/// Bounds how many unknown keys are looked up per second: a bucket that refills steadily.
struct FloodGate: Sendable {
    private let perSecond: Int
    /// Reads that may be made at once, in billionths.
    private var credit: Int64
    private var refilledAt: Moment?

    private static let one: Int64 = 1_000_000_000

    init(perSecond: Int) {
        self.perSecond = max(1, perSecond)
        credit = Int64(self.perSecond) * Self.one
    }

    /// Takes one read.
    /// - Returns: nil if it may be made, else how long to wait for the next one.
    mutating func admit(now: Moment) -> Duration? {
        refill(now: now)
        guard credit < Self.one else {
            credit -= Self.one
            return nil
        }
        let nanoseconds = (Self.one - credit + Int64(perSecond) - 1) / Int64(perSecond)
        return .nanoseconds(nanoseconds)
    }

    private mutating func refill(now: Moment) {
        let full = Int64(perSecond) * Self.one
        defer { refilledAt = now }
        guard let refilledAt else { return }
        let nanoseconds = min(now.monotonicNanoseconds - refilledAt.monotonicNanoseconds, Self.one)
        credit = min(full, credit + max(0, nanoseconds) * Int64(perSecond))
    }
}
