/// What is known of an entity's spend beside its row.
///
/// Memory says that the row's spend and `pending` are spent. That is never less than the truth:
/// what a flush has booked is taken off `pending` only when it is added to the row, and a read that
/// may not have seen it is not believed. It may be more for as long as a read is owed.
package struct SpendMeter: Equatable, Sendable {
    /// What is journaled and not yet in the row.
    package internal(set) var pending = Money.zero
    /// What flushes have booked that a read under way may not have seen.
    private(set) var raisedBy = Money.zero
    /// The end of the last of these flushes: a read that is sent later has seen them all.
    private(set) var raisedAt = Generation.never
    /// A flush is under way that books on the row: what of `pending` a read sees is not known.
    var isFlushing = false
    /// What memory has is not what a read has found for sure: one must follow.
    var owesRead = false
    /// Whether it is among those that are looked at when a flush has ended.
    var isWatched = false
}

extension SpendMeter {
    /// Whether it says nothing any more.
    var isIdle: Bool { isAtRest && !owesRead && raisedAt == .never }

    /// Whether nothing is pending or being booked.
    var isAtRest: Bool { pending == .zero && !isFlushing }

    /// Whether a read that was sent then, and ends now, may or may not have seen a rise.
    func overlaps(readSentAt sentAt: Generation) -> Bool { isFlushing || raisedAt > sentAt }

    /// The most that the row can hold if a read that was sent then has found this.
    func bound(found: Money?, sentAt: Generation) -> Money? {
        raisedAt > sentAt ? found.map { $0 + raisedBy } : found
    }

    /// A flush has booked this on the row.
    mutating func settle(_ amount: Money, at end: Generation) {
        pending -= amount
        raisedBy += amount
        raisedAt = end
    }

    /// No read is under way that was sent before the last rise.
    mutating func forgetRises() {
        raisedBy = .zero
        raisedAt = .never
    }

    /// Takes over all that was known of the same row under another id.
    mutating func absorb(_ other: SpendMeter) {
        pending += other.pending
        raisedBy += other.raisedBy
        raisedAt = max(raisedAt, other.raisedAt)
        isFlushing = isFlushing || other.isFlushing
    }
}
