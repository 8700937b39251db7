extension AccountsState {
    /// These events are journaled.
    package mutating func add(_ charges: SpendCharges) {
        meters.add(charges)
        addToResets(charges)
    }

    /// These events do not count any more.
    package mutating func drop(_ charges: SpendCharges) {
        meters.drop(charges)
        takeBackFromResets(charges)
        reviewMeters()
    }

    /// A transaction begins that raises these rows.
    package mutating func beginFlush(_ entities: some Sequence<SpendEntity>) {
        meters.beginFlush(entities)
        limitMeters.mayCountTwice = true
    }

    /// What is journaled and not yet in the rows of a chain.
    mutating func pendingSpend(of chain: AccountChain) -> PendingSpend {
        var pending = PendingSpend()
        guard !meters.isEmpty else { return pending }
        pending.key = self.pending(for: chain.key)
        pending.team = self.pending(for: chain.team)
        pending.teamMember = self.pending(for: chain.teamMember)
        pending.user = self.pending(for: chain.user)
        pending.organization = self.pending(for: chain.organization)
        pending.organizationMember = self.pending(for: chain.organizationMember)
        pending.endUser = self.pending(for: chain.endUser)
        pending.global = self.pending(for: chain.global)
        return pending
    }

    mutating func pending<Row: AccountRow>(for row: Cached<Row>?) -> Money {
        guard let row, let entity = Row.spendEntity(of: row.row.id) else { return .zero }
        return meters.pending(for: entity)
    }
}
