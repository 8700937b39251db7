extension AccountsState {
    /// What of a read may be published, if it was sent then and has ended now.
    ///
    /// If it overlapped a flush of the row, it may or may not have seen the rise: everything but
    /// the spend counts. Else a block on a team that is always being flushed would never count.
    mutating func fence<Row: AccountRow>(
        _ row: Row?,
        _ id: Row.ID,
        sentAt: Generation
    ) -> SpendFill<Row> {
        guard !meters.isEmpty, let entity = Row.spendEntity(of: id), let meter = meters[entity]
        else { return SpendFill(row: row) }
        guard meter.overlaps(readSentAt: sentAt) else {
            meters.readSurely(entity)
            return SpendFill(row: row)
        }
        guard var row else { return SpendFill() }
        if let slot = self[keyPath: Row.table].find(id),
            let known = self[keyPath: Row.table].slots[slot].row
        {
            row.spend = known.row.spend
        } else {
            row.spend = meter.spend(found: row.spend, sentAt: sentAt)
        }
        return SpendFill(row: row, isSpendKept: true)
    }

    /// The fill was published without the spend that was read.
    mutating func readSpendAgain<Row: AccountRow>(_ row: Row.Type, _ id: Row.ID) {
        guard let entity = Row.spendEntity(of: id) else { return }
        meters.oweRead(entity)
        if meters[entity]?.isFlushing == false { self[keyPath: Row.table].readAgain(id) }
    }

    /// Queues the reads of spend that are due.
    /// - Returns: whether there are any.
    mutating func queueSpendReads() -> Bool {
        let due = meters.readsDue
        for entity in due { readAgain(entity) }
        return !due.isEmpty
    }

    mutating func readAgain(_ entity: SpendEntity) {
        switch entity {
        case .key(let id): keys.readAgain(id)
        case .user(let id): users.readAgain(id)
        case .team(let id): teams.readAgain(id)
        case .teamMember(let id): teamMembers.readAgain(id)
        case .organization(let id): organizations.readAgain(id)
        case .organizationMember(let id): organizationMembers.readAgain(id)
        case .endUser(let id): endUsers.readAgain(id)
        }
    }
}

// MARK: - The end of a flush

extension AccountsState {
    /// A flush has ended: rows get the spend that it left, and what it booked is pending no longer.
    /// - Returns: whether the row reader must be woken.
    package mutating func endFlush(
        committed: SpendCharges?,
        spends: [SpendEntity: Money]
    ) -> Bool {
        let end = counter.next()
        if let committed { settle(committed, spends, at: end) }
        meters.endFlush()
        let wakesReader = queueSpendReads()
        removeIdleMeters()
        return wakesReader
    }

    private mutating func settle(
        _ committed: SpendCharges,
        _ spends: [SpendEntity: Money],
        at end: Generation
    ) {
        var returned: [SpendEntity: Money] = [:]
        for (entity, spend) in spends {
            returned[meters.current(entity), default: spend] = spend
        }
        var amounts = returned.mapValues { _ in Money.zero }
        for (entity, amount) in committed.amounts {
            amounts[meters.current(entity), default: .zero] += amount
        }
        for (entity, amount) in amounts {
            meters.settle(entity, amount, spend: returned[entity], at: end)
            publish(entity, raisedBy: amount, to: returned[entity])
        }
    }

    private mutating func publish(_ entity: SpendEntity, raisedBy amount: Money, to spend: Money?) {
        switch entity {
        case .key(let id): publish(KeyRow.self, id, amount, spend)
        case .user(let id): publish(UserRow.self, id, amount, spend)
        case .team(let id): publish(TeamRow.self, id, amount, spend)
        case .teamMember(let id): publish(TeamMembershipRow.self, id, amount, spend)
        case .organization(let id): publish(OrganizationRow.self, id, amount, spend)
        case .organizationMember(let id): publish(OrganizationMembershipRow.self, id, amount, spend)
        case .endUser(let id): publish(EndUserRow.self, id, amount, spend)
        }
    }

    private mutating func publish<Row: AccountRow>(
        _ type: Row.Type,
        _ id: Row.ID,
        _ amount: Money,
        _ spend: Money?
    ) {
        guard let slot = self[keyPath: Row.table].find(id),
            var row = self[keyPath: Row.table].slots[slot].row?.row
        else { return }
        row.spend = spend ?? row.spend.map { $0 + amount }
        self[keyPath: Row.table].slots[slot].row = Cached(row)
        if spend == nil, let entity = Row.spendEntity(of: id) { meters.oweRead(entity) }
    }
}

// MARK: - Meters that say nothing any more

extension AccountsState {
    mutating func removeIdleMeters() {
        var meters = self.meters
        self.meters = SpendMeters()
        meters.removeIdle { isRead($0, before: $1) }
        self.meters = meters
    }

    /// Whether a read of the row, also under its next id, may be under way that was sent before.
    private func isRead(_ entity: SpendEntity, before generation: Generation) -> Bool {
        switch entity {
        case .key(let id):
            keys.isRead(id, before: generation) || keyMoveProposals.names(old: id)
        case .user(let id): users.isRead(id, before: generation)
        case .team(let id): teams.isRead(id, before: generation)
        case .teamMember(let id): teamMembers.isRead(id, before: generation)
        case .organization(let id): organizations.isRead(id, before: generation)
        case .organizationMember(let id): organizationMembers.isRead(id, before: generation)
        case .endUser(let id): endUsers.isRead(id, before: generation)
        }
    }
}
