/// What is known of an entity's spend beside its row.
package struct SpendMeter: Equatable, Sendable {
    /// What is journaled and not yet in the row.
    package internal(set) var pending = Money.zero
    /// A transaction is under way that raises the row.
    var isFlushing = false
    /// The end of the last transaction that raised the row: whether a read that was sent before
    /// has seen the rise is not known.
    var raisedAt = Generation.never
    /// What a transaction said that the row held after it, for a row that comes into memory by
    /// such a read.
    var raisedTo: Money?
    /// The end of the transaction that said so.
    var toldAt = Generation.never
    /// Rises since then of which it is not known where they led.
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
            toldAt = end
            raisedBy = .zero
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
        return (raisedTo ?? found) + raisedBy
    }

    /// Takes over all that was known of the same row under another id.
    mutating func absorb(_ other: SpendMeter) {
        pending += other.pending
        isFlushing = isFlushing || other.isFlushing
        owesRead = owesRead || other.owesRead
        // Of the rises that the other one knows, some may be in what this one was told: rather too
        // much until the next read than too little.
        let (told, untold) = other.toldAt > toldAt ? (other, self) : (self, other)
        raisedBy = told.raisedBy
        if untold.raisedAt > told.toldAt { raisedBy += untold.raisedBy }
        raisedTo = told.raisedTo
        toldAt = told.toldAt
        raisedAt = max(raisedAt, other.raisedAt)
    }
}
