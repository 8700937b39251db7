/// What a call holds while it is under way: estimated money and tokens, and slots.
package struct Grant<Scope: Hashable & Sendable>: Equatable, Sendable {
    package let id: GrantID
    /// The user id of the process that took it; nobody else may settle it.
    package let owner: UInt32
    package var charges: [GrantCharge<Scope>]
    /// Who pays beside the key; nil for the master key.
    package var payer: GrantPayer?
    package var estimatedCost = Money.zero
    package var estimatedTokens: Int64 = 0
    /// On the monotonic clock, in nanoseconds.
    package var deadline: Int64
    package var hold = Hold.deadline

    package init(
        id: GrantID,
        owner: UInt32,
        charges: [GrantCharge<Scope>],
        deadline: Int64
    ) {
        self.id = id
        self.owner = owner
        self.charges = charges
        self.deadline = deadline
    }

    /// What ends a grant that nobody settles.
    package enum Hold: Hashable, Sendable {
        case deadline
        /// The end of this connection does, if it comes before the deadline.
        case connection(UInt64)
    }
}
