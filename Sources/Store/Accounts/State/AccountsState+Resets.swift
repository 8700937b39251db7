/// Resets that are due, and what becomes of them.
extension AccountsState {
    /// What was spent until a reset that is due must be known before more is added: what this event
    /// books belongs to the period after it.
    mutating func noteDueResets(
        _ holders: [LimitHolder],
        _ proxyUserID: String?,
        _ shared: SharedRows,
        now: Timestamp
    ) {
        for holder in holders where holder.limitsMoney {
            guard let entity = holder.scope.payer else { continue }
            noteDueReset(entity, holder.spend, holder.resetsAt, shared, now)
        }
        guard let user = users.lastKnown(proxyUserID) else { return }
        let end = ResetKind.user.end(own: user.row.budget, tier: nil)
        noteDueReset(.user(user.row.id), user.row.spend, end, shared, now)
    }

    private mutating func noteDueReset(
        _ entity: SpendEntity,
        _ spend: Money?,
        _ resetAt: Timestamp?,
        _ shared: SharedRows,
        _ now: Timestamp
    ) {
        guard let resetAt, resetAt <= now, let spend else { return }
        settleReset(entity, shared)
        let total = spend + meters.pending(for: entity)
        _ = limitMeters.resets.look(
            at: entity,
            spend: total,
            mayCountTwice: limitMeters.mayCountTwice,
            resetAt: resetAt,
            now: now
        )
    }

    /// Rows that were just found to be due are read: what memory has of them may be old, where
    /// others have spent of a row that nobody has asked for here.
    mutating func readNewResets() {
        for entity in limitMeters.resets.takeNew() where freshness.isFresh {
            limitMeters.resets.awaitRead(of: entity)
            readAgain(entity)
            refresh.wakesReader = true
        }
    }

    /// A row was read: see `readNewResets`.
    mutating func noteResetRead<Row: AccountRow>(_ row: Row.Type, _ id: Row.ID) {
        guard limitMeters.resets.awaitsReads, let entity = Row.spendEntity(of: id),
            meters[entity].map({ !$0.owesRead && !$0.isFlushing }) ?? true,
            let spend = self[keyPath: Row.table].lastKnown(id)?.row.spend
        else { return }
        limitMeters.resets.wasRead(entity, spend: spend + meters.pending(for: entity))
    }

    /// Journaled spend of rows with a due reset counts from now on, before anybody looks.
    mutating func addToResets(_ charges: SpendCharges) {
        guard limitMeters.resets.count > 0 else { return }
        for (entity, amount) in charges.amounts {
            limitMeters.resets.add(amount, to: current(entity))
        }
    }

    /// Journaled spend of rows with a due reset does not count any more: that is no reset.
    mutating func takeBackFromResets(_ charges: SpendCharges) {
        guard limitMeters.resets.count > 0 else { return }
        for (entity, amount) in charges.amounts {
            limitMeters.resets.takeBack(amount, from: current(entity))
        }
    }
}

extension AccountsState {
    /// What a row is known by now: a key may have got another hash since.
    private func current(_ entity: SpendEntity) -> SpendEntity {
        guard case .key(let token) = entity else { return entity }
        return .key(meters.currentToken(token))
    }
}

// MARK: - Resets that nobody was sure of

extension AccountsState {
    /// Looks at a few rows that were seen only while spend may have counted twice: nobody may ask
    /// about them again, and what is not stored is left out once more after a restart.
    mutating func correctResets(_ limit: Int, now: Timestamp) {
        guard limitMeters.resets.count > 0, !limitMeters.mayCountTwice else { return }
        for entity in limitMeters.resets.unsure(limit) {
            guard let spend = lastKnownSpend(of: entity) else { continue }
            let total = spend + meters.pending(for: entity)
            let end = limitMeters.resets.end(of: entity)
            _ = limitMeters.resets.look(at: entity, spend: total, resetAt: end, now: now)
        }
    }

    private func lastKnownSpend(of entity: SpendEntity) -> Money? {
        switch entity {
        case .key(let id): keys.lastKnown(id)?.row.spend
        case .user(let id): users.lastKnown(id)?.row.spend
        case .team(let id): teams.lastKnown(id)?.row.spend
        case .teamMember(let id): teamMembers.lastKnown(id)?.row.spend
        case .organization(let id): organizations.lastKnown(id)?.row.spend
        case .organizationMember(let id): organizationMembers.lastKnown(id)?.row.spend
        case .endUser(let id): endUsers.lastKnown(id)?.row.spend
        }
    }
}

// MARK: - Resets that somebody has written

extension AccountsState {
    /// Stops leaving out what somebody has started again, of all that a request is judged by.
    mutating func settleResets(of chain: AccountChain, _ shared: SharedRows) {
        settleReset(.key(chain.key.row.token), shared)
        if let team = chain.team { settleReset(.team(team.row.id), shared) }
        if let member = chain.teamMember { settleReset(.teamMember(member.row.id), shared) }
        if let user = chain.user { settleReset(.user(user.row.id), shared) }
        if let organization = chain.organization {
            settleReset(.organization(organization.row.id), shared)
        }
        if let member = chain.organizationMember {
            settleReset(.organizationMember(member.row.id), shared)
        }
        if let endUser = chain.endUser { settleReset(.endUser(endUser.row.id), shared) }
        if let global = chain.global { settleReset(.user(global.row.id), shared) }
    }

    /// Forgets what was left out of a row once its end has moved and the row was read since.
    ///
    /// The end may be a budget row's, or its row may have been read across a flush, which keeps the
    /// old spend: until that is read, it would count as a whole, and refuse.
    mutating func settleReset(_ entity: SpendEntity, _ shared: SharedRows) {
        guard limitMeters.resets.count > 0, let known = limitMeters.resets.end(of: entity),
            let period = period(of: entity, shared), period.end != known, period.isSpendRead,
            startsAgain(entity, period)
        else { return }
        limitMeters.resets.forget(entity)
    }

    /// Whether somebody starts such rows again: what nobody does is left out until the next end.
    private func startsAgain(_ entity: SpendEntity, _ period: Period) -> Bool {
        period.end == nil || resetsAreOurs
            || entity.resetKind.isKnownToProxy(hasOwnBudget: period.hasOwnBudget)
    }

    /// Looks at a few rows whose resets were due, which nobody may ask about any more.
    ///
    /// An end user that is not in memory says nothing of its end; after a day it is old enough.
    package mutating func forgetOldResets(_ limit: Int, _ shared: SharedRows, now: Timestamp) {
        for entity in limitMeters.resets.takeUnchecked(limit) {
            if period(of: entity, shared) != nil {
                settleReset(entity, shared)
            } else if let end = limitMeters.resets.end(of: entity),
                !entity.resetKind.isForgettable || end + .seconds(86_400) < now
            {
                limitMeters.resets.forget(entity)
            }
        }
    }
}

// MARK: - Periods

extension AccountsState {
    /// When a row's spend starts again, by the last known rows.
    private struct Period {
        var end: Timestamp?
        /// Whether the spend in memory is surely no older than the end.
        var isSpendRead: Bool
        /// Whether it has its budget by itself, and not by a setting.
        var hasOwnBudget = true
    }

    /// nil for a row that is not in memory.
    private func period(of entity: SpendEntity, _ shared: SharedRows) -> Period? {
        switch entity {
        case .key(let id):
            keys.lastKnown(id).map {
                period(KeyRow.self, id, own: $0.row.budget, tier: $0.row.budgetID)
            }
        case .user(let id):
            users.lastKnown(id).map { period(UserRow.self, id, own: $0.row.budget, tier: nil) }
        case .team(let id):
            teams.lastKnown(id).map { period(TeamRow.self, id, own: $0.row.budget, tier: nil) }
        case .teamMember(let id):
            teamMembers.lastKnown(id).map {
                period(TeamMembershipRow.self, id, own: nil, tier: $0.row.budgetID)
            }
        case .organization(let id):
            organizations.lastKnown(id).map {
                period(OrganizationRow.self, id, own: nil, tier: $0.row.budgetID)
            }
        case .organizationMember(let id):
            organizationMembers.lastKnown(id).map {
                period(OrganizationMembershipRow.self, id, own: nil, tier: $0.row.budgetID)
            }
        case .endUser(let id):
            lastKnown(endUser: id, shared).map { row in
                let tier = row.row.budgetID ?? shared.endUserBudget?.text
                var period = period(EndUserRow.self, id, own: nil, tier: tier)
                period.hasOwnBudget = row.row.budgetID != nil
                return period
            }
        }
    }

    private func period<Row: AccountRow>(
        _ type: Row.Type,
        _ id: Row.ID,
        own: BudgetTerms?,
        tier: String?
    ) -> Period {
        let budget = budgets.lastKnown(tier)
        let kind = Row.spendEntity(of: id)?.resetKind
        let end = kind?.end(own: own, tier: budget?.row.budget)
        let isOwn = own.map { $0.duration != nil || tier == nil } ?? false
        return Period(end: end, isSpendRead: isSpendRead(type, id, since: isOwn ? nil : tier))
    }

    /// Whether a row's spend was read since its budget row was.
    ///
    /// With notices that need not be asked: those of one transaction come together, and a row that
    /// they name is read before it serves. A poll reads one table after the other.
    private func isSpendRead<Row: AccountRow>(
        _ type: Row.Type,
        _ id: Row.ID,
        since tier: String?
    ) -> Bool {
        if let entity = Row.spendEntity(of: id), meters[entity]?.owesRead == true { return false }
        guard let tier, freshness != .fresh(.notices) else { return true }
        return self[keyPath: Row.table].readAt(id) > budgets.readAt(TextID(tier))
    }
}

extension ResetKind {
    /// Whether rows of this kind may leave memory while they are in their table.
    fileprivate var isForgettable: Bool { self == .endUser }
}
