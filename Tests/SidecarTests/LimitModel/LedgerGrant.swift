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

    func isOpen(at now: Int64) -> Bool { !isReleased && !isSettled && now < deadline }
}
