/// What is known of an entity's spend beside its row.
package struct SpendMeter: Equatable, Sendable {
    /// What is journaled and not yet in the row.
    package internal(set) var pending = Money.zero
    /// A transaction is under way that raises the row.
    var isFlushing = false
    /// The end of the last transaction that raised the row: whether a read that was sent before
    /// has seen the rise is not known.
    var raisedAt = Generation.never
    /// What the row held after that, for a row that comes into memory by such a read.
    var raisedTo: Money?
    /// Rises of which it is not known where they led, added up since `raisedTo` was nil.
    var raisedBy = Money.zero
    /// The spend that a read found was not taken over: another read has to follow.
    var owesRead = false
}

extension SpendMeter {
    /// Whether it says nothing that matters, but for reads that were sent before `raisedAt`.
    var isIdle: Bool { pending == .zero && !isFlushing && !owesRead }

    /// Whether a read that was sent then, and ends now, may or may not have seen a rise.
    func overlaps(readSentAt sentAt: Generation) -> Bool { isFlushing || raisedAt > sentAt }

    /// A transaction has raised the row.
    mutating func settle(_ amount: Money, spend: Money?, at end: Generation) {
        pending -= amount
        raisedAt = end
        if let spend {
            raisedTo = spend
            raisedBy = .zero
        } else if let known = raisedTo {
            raisedTo = known + amount
        } else {
            raisedBy += amount
        }
    }

    /// What to take for the spend of a row that is not in memory, when a read overlapped.
    ///
    /// It may be too much, until the read that follows; never too little: what was taken off
    /// `pending` is in it, whether or not the read has seen it.
    func spend(found: Money?, sentAt: Generation) -> Money? {
        guard let found, raisedAt > sentAt else { return found }
        return raisedTo ?? found + raisedBy
    }

    /// Takes over all that was known of the same row under another id.
    mutating func absorb(_ other: SpendMeter) {
        pending += other.pending
        isFlushing = isFlushing || other.isFlushing
        owesRead = owesRead || other.owesRead
        let (earlier, later) = other.raisedAt > raisedAt ? (self, other) : (other, self)
        raisedAt = later.raisedAt
        raisedTo = later.raisedTo ?? earlier.raisedTo.map { $0 + later.raisedBy }
        raisedBy = raisedTo == nil ? raisedBy + other.raisedBy : .zero
    }
}
