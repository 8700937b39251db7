import Store

/// What one call holds until it ends.
struct LedgerGrant: Sendable {
    var id: GrantID
    var call: LedgerCall
    /// Monotonic nanoseconds of the call.
    var takenAt: Int64
    var deadline: Int64
    var money: [LedgerScope: Money] = [:]
    var slots: Set<LedgerScope> = []
    /// The estimate, and who has counted it.
    var tokens: Int128 = 0
    var tokenScopes: Set<LedgerScope> = []
    var isReleased = false
    var isSettled = false
    /// A restart came in between: nobody knows any more what it holds and whose it is.
    var isForgotten = false
    /// The user that took it, or else the one that has settled it.
    var owner: UInt32?

    func isOpen(at now: Int64) -> Bool {
        !isReleased && !isSettled && !isForgotten && now < deadline
    }
}
