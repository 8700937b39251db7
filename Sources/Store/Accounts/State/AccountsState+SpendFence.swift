extension AccountsState {
    /// What of a read may be published, if it was sent then and ends now.
    ///
    /// If it overlapped a flush of the row, it may or may not have seen the rise: everything but
    /// the spend counts. Else a block on a team that is always being flushed would never count.
    ///
    /// `mutating`, as a method that only reads would be handed a copy of the state.
    /// - Returns: the row with a spend that has to be read again after the flush; nil where the row
    ///   is published as it is.
    mutating func fence<Row: AccountRow>(_ row: Row, sentAt: Generation) -> Row? {
        guard !meters.isEmpty, let entity = Row.spendEntity(of: row.id),
            let meter = meters[entity], meter.overlaps(readSentAt: sentAt)
        else { return nil }
        var fenced = row
        if let known = known(row, entity) {
            fenced.spend = known.spend
        } else {
            fenced.spend = meter.bound(found: row.spend, sentAt: sentAt)
        }
        return fenced
    }

    /// What memory says of a row, where flushes have kept it up to date.
    ///
    /// If the row may be that of a key that moved, what was booked under the old hash has not been
    /// added: only what is read after the notice tells of that.
    private mutating func known<Row: AccountRow>(_ row: Row, _ entity: SpendEntity) -> Row? {
        if case .key(let token) = entity, keyMoveProposals.names(new: token) { return nil }
        guard let slot = self[keyPath: Row.table].find(row.id) else { return nil }
        return self[keyPath: Row.table].slots[slot].row?.row
    }

    /// A read has ended, and was published unless something newer stood there.
    mutating func noteSpend<Row: AccountRow>(
        of row: Row.Type,
        _ id: Row.ID,
        isFenced: Bool,
        isPublished: Bool
    ) {
        guard !meters.isEmpty, let entity = Row.spendEntity(of: id) else { return }
        if isPublished && !isFenced || !self[keyPath: Row.table].holdsRow(id) {
            meters.readSurely(entity)
        } else {
            if isPublished { meters.oweRead(entity) }
            readIfOwed(entity)
        }
        limitMeters.mayCountTwice = meters.mayCountTwice
    }

    /// Has the spend read again at once, unless a flush is under way: then when that has ended.
    mutating func readIfOwed(_ entity: SpendEntity) {
        guard let meter = meters[entity], meter.owesRead, !meter.isFlushing else { return }
        readAgain(entity)
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
        let flushed = meters.endFlush()
        let hasMade = committed.map { settle($0, spends, flushed) } ?? false
        limitMeters.mayCountTwice = meters.mayCountTwice
        return reviewMeters() || hasMade
    }

    /// - Returns: whether a row has to be read that was not there before.
    private mutating func settle(
        _ committed: SpendCharges,
        _ spends: [SpendEntity: Money],
        _ flushed: [SpendEntity]
    ) -> Bool {
        let end = counter.next()
        var returned: [SpendEntity: Money] = [:]
        for (entity, spend) in spends { returned[meters.moves.current(entity)] = spend }
        var amounts: [SpendEntity: Money] = [:]
        for (entity, amount) in committed.amounts {
            amounts[meters.moves.current(entity), default: .zero] += amount
        }
        // A key that the flush has found under a hash that we do not know is not in `flushed`.
        let others = Set(returned.keys).union(amounts.keys).subtracting(flushed)
        var hasMade = false
        for entity in flushed + others {
            let amount = amounts[entity] ?? .zero
            settle(entity, amount, at: end)
            let isMade = publish(entity, raisedBy: amount, to: returned[entity], at: end)
            hasMade = isMade || hasMade
        }
        return hasMade
    }

    private mutating func settle(_ entity: SpendEntity, _ amount: Money, at end: Generation) {
        if let earlier = meters[entity]?.raisedAt, !isMissed(entity, earlier) {
            meters.forgetRises(of: entity)
        }
        meters.settle(entity, amount, at: end)
    }

    private mutating func publish(
        _ entity: SpendEntity,
        raisedBy amount: Money,
        to spend: Money?,
        at end: Generation
    ) -> Bool {
        switch entity {
        case .key(let id): publish(KeyRow.self, id, amount, spend, end)
        case .user(let id): publish(UserRow.self, id, amount, spend, end)
        case .team(let id): publish(TeamRow.self, id, amount, spend, end)
        case .teamMember(let id): publish(TeamMembershipRow.self, id, amount, spend, end)
        case .organization(let id): publish(OrganizationRow.self, id, amount, spend, end)
        case .organizationMember(let id):
            publish(OrganizationMembershipRow.self, id, amount, spend, end)
        case .endUser(let id): publish(EndUserRow.self, id, amount, spend, end)
        }
    }

    private mutating func publish<Row: AccountRow>(
        _ type: Row.Type,
        _ id: Row.ID,
        _ amount: Money,
        _ spend: Money?,
        _ end: Generation
    ) -> Bool {
        guard let slot = self[keyPath: Row.table].find(id) else { return false }
        guard var row = self[keyPath: Row.table].slots[slot].row?.row else {
            // There is a row now, that of a new end user, and nobody else tells of it.
            guard spend != nil else { return false }
            self[keyPath: Row.table].slots[slot].noticedAt = end
            self[keyPath: Row.table].readAgain(id)
            return true
        }
        row.spend = spend ?? row.spend.map { $0 + amount }
        self[keyPath: Row.table].slots[slot].row = Cached(row)
        if spend == nil, let entity = Row.spendEntity(of: id) { meters.oweRead(entity) }
        return false
    }
}

// MARK: - Meters that say nothing any more

extension AccountsState {
    /// Takes out meters that say nothing any more, and queues the reads of spend that are due.
    /// - Returns: whether there are any.
    @discardableResult
    mutating func reviewMeters() -> Bool {
        var meters = self.meters
        self.meters = SpendMeters()
        let due = meters.review { isMissed($0, $1) }
        self.meters = meters
        for entity in due { readAgain(entity) }
        return !due.isEmpty
    }

    /// Whether a read of the row is under way that may not have seen a flush which ended then: also
    /// one that is yet to prove that the key has another hash now.
    private func isMissed(_ entity: SpendEntity, _ raisedAt: Generation) -> Bool {
        switch entity {
        case .key(let id):
            keys.isRead(id, before: raisedAt) || keyMoveProposals.names(old: id)
        case .user(let id): users.isRead(id, before: raisedAt)
        case .team(let id): teams.isRead(id, before: raisedAt)
        case .teamMember(let id): teamMembers.isRead(id, before: raisedAt)
        case .organization(let id): organizations.isRead(id, before: raisedAt)
        case .organizationMember(let id): organizationMembers.isRead(id, before: raisedAt)
        case .endUser(let id): endUsers.isRead(id, before: raisedAt)
        }
    }
}
