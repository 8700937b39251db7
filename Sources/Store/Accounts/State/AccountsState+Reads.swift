extension AccountsState {
    /// Has a row read, unless that is on its way already.
    /// - Returns: whether the reader must be woken.
    mutating func demand(_ reference: RowReference) -> Bool {
        switch reference {
        case .key(let id): keys.demand(id)
        case .deprecatedKey(let id): deprecatedKeys.demand(id)
        case .team(let id): teams.demand(id)
        case .modelAliases(let id): modelAliases.demand(id)
        case .user(let id): users.demand(id)
        case .organization(let id): organizations.demand(id)
        case .teamMember(let id): teamMembers.demand(id)
        case .organizationMember(let id): organizationMembers.demand(id)
        case .endUser(let id): endUsers.demand(id)
        case .budget(let id): budgets.demand(id)
        case .proxyModel(let id): proxyModels.demand(id)
        case .accessGroup(let id): accessGroups.demand(id)
        }
    }

    /// The next rows of a table to read, many waiters and many ids in one statement.
    ///
    /// The statement must be sent after this call: what is noticed from now on is newer than it.
    package mutating func takeReads<Row: AccountRow>(of row: Row.Type) -> ReadBatch<Row>? {
        guard self[keyPath: Row.table].queuedReads > 0 else { return nil }
        let sentAt = counter.next()
        let ids = self[keyPath: Row.table].takeQueued(limit: limits.idsPerRead, at: sentAt)
        return ReadBatch(ids: ids, sentAt: sentAt)
    }

    /// A statement has answered: `rows` are all rows that exist of those it asked for.
    /// - Returns: those who waited.
    package mutating func finishReads<Row: AccountRow>(
        _ batch: ReadBatch<Row>,
        rows: [Row]
    ) -> [WaiterID] {
        finishReads(batch, found: batch.found(rows))
    }

    /// The same with the rows by their ids, made before the lock was taken.
    mutating func finishReads<Row: AccountRow>(
        _ batch: ReadBatch<Row>,
        found: [Row.ID: Cached<Row>]
    ) -> [WaiterID] {
        var counter = self.counter
        var woken: [WaiterID] = []
        for id in batch.ids {
            let row = found[id]
            let fenced = row.flatMap { fence($0.row, sentAt: batch.sentAt) }
            let slot = self[keyPath: Row.table].finish(
                id,
                row: fenced.map(Cached.init) ?? row,
                sentAt: batch.sentAt,
                keepsAbsence: keepsAbsences,
                counter: &counter
            )
            if let slot { relink(Row.self, slot) }
            noteSpend(of: Row.self, id, isFenced: fenced != nil, isPublished: slot != nil)
            noteResetRead(Row.self, id)
            woken += takeWaiters(for: Row.reference(to: id))
        }
        self.counter = counter
        proveKeyMoves(by: Row.self)
        if !found.isEmpty { followRotations(Row.self) }
        refreshModels(after: Row.self)
        return woken
    }

    /// A statement has failed: that says nothing about any row.
    /// - Returns: those who waited; they go on with what is in memory, or without an answer.
    package mutating func failReads<Row: AccountRow>(
        _ batch: ReadBatch<Row>,
        now: Moment
    ) -> [WaiterID] {
        var woken: [WaiterID] = []
        for id in batch.ids {
            self[keyPath: Row.table].fail(id, now: now)
            woken += takeWaiters(for: Row.reference(to: id))
        }
        return woken
    }

    /// Queues again what could not be read, and is dirty still.
    /// - Returns: whether the reader must be woken.
    package mutating func retryFailedReads() -> Bool {
        // One by one, since `||` would skip the tables after the first that has any.
        let any = [
            keys.retryFailed(), deprecatedKeys.retryFailed(), teams.retryFailed(),
            modelAliases.retryFailed(), users.retryFailed(), organizations.retryFailed(),
            teamMembers.retryFailed(), organizationMembers.retryFailed(), endUsers.retryFailed(),
            budgets.retryFailed(), proxyModels.retryFailed(), accessGroups.retryFailed(),
            reviewMeters(),
        ]
        return any.contains(true)
    }

    /// A row was published: it may refer to other rows than before.
    mutating func relink<Row: AccountRow>(_ row: Row.Type, _ slot: Int) {
        guard Row.Links.self != NoLinks.self else { return }
        let row = self[keyPath: Row.table].slots[slot].row
        let links = row.map { $0.row.links(in: &self) }
        self[keyPath: Row.table].setLinks(links ?? Row.Links(), of: slot)
    }
}
