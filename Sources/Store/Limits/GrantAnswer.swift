/// What came of asking for a grant by its id.
package enum GrantAnswer<Scope: Hashable & Sendable>: Equatable, Sendable {
    /// It was open: after a settlement or release, free its money and slots.
    case open(Grant<Scope>)
    /// It was settled before, with this receipt.
    case settled(receipt: GrantReceipt)
    /// Deadline, connection or release ended it: money and slots are free already, and what it
    /// counted as tokens may be corrected. An event is booked all the same.
    case over(Grant<Scope>)
    /// Nobody knows it (any more): a restart, or long ago. An event is booked by what the id says.
    case unknown
    /// Somebody else took it, or the id was altered: nothing happens.
    case refused
}
