/// A grant that is to be opened for a call: who holds it, and until when.
package struct NewGrant: Sendable {
    package var id: GrantID
    /// The user id of the process that takes it.
    package var owner: UInt32
    /// On the monotonic clock, in nanoseconds.
    package var deadline: Int64
    package var hold = Grant<LimitScope>.Hold.deadline
    /// Who pays beside the key; nil for the master key.
    package var payer: GrantPayer?

    package init(id: GrantID, owner: UInt32, deadline: Int64) {
        self.id = id
        self.owner = owner
        self.deadline = deadline
    }

    func grant(
        _ charges: [GrantCharge<LimitScope>],
        _ demand: LimitDemand
    ) -> Grant<LimitScope> {
        var grant = Grant(id: id, owner: owner, charges: charges, deadline: deadline)
        grant.estimatedCost = demand.cost ?? .zero
        grant.estimatedTokens = demand.tokens ?? 0
        grant.hold = hold
        grant.payer = payer
        return grant
    }
}
