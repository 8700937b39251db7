import Store

/// A transaction of the walk that books events, from its begin to its end.
struct WalkFlush {
    var events: [SpendEvent]
    /// How many of the ledger's bookings it takes.
    var bookings: Int
    /// What the rows' spend was when it was committed; nil as long as it is not.
    var spends: [SpendEntity: Money]?
}
