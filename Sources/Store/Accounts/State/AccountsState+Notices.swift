extension AccountsState {
    /// Marks everything that the notices of one wake-up name, before any of it is read again.
    ///
    /// - Returns: the tables that must be loaded anew, and whether the row reader must be woken.
    package mutating func notice(
        _ rows: [RowReference],
        wholeTables: Set<CachedTable>,
        now: Moment
    ) -> NoticeOutcome {
        var outcome = NoticeOutcome()
        for reference in rows { notice(reference, now: now, outcome: &outcome) }
        for table in wholeTables { noticeAll(table, now: now, outcome: &outcome) }
        outcome.wakesReader = !rows.isEmpty
        return outcome
    }

    private mutating func notice(
        _ reference: RowReference,
        now: Moment,
        outcome: inout NoticeOutcome
    ) {
        switch reference {
        case .key(let id): mark(KeyRow.self, id, .keys, now, &outcome)
        case .deprecatedKey(let id): mark(DeprecatedKeyRow.self, id, .deprecatedKeys, now, &outcome)
        case .team(let id): mark(TeamRow.self, id, .teams, now, &outcome)
        case .modelAliases(let id): mark(ModelAliasesRow.self, id, .modelAliases, now, &outcome)
        case .user(let id): mark(UserRow.self, id, .users, now, &outcome)
        case .organization(let id): mark(OrganizationRow.self, id, .organizations, now, &outcome)
        case .teamMember(let id): mark(TeamMembershipRow.self, id, .teamMembers, now, &outcome)
        case .organizationMember(let id):
            mark(OrganizationMembershipRow.self, id, .organizationMembers, now, &outcome)
        case .endUser(let id): mark(EndUserRow.self, id, .endUsers, now, &outcome)
        case .budget(let id): mark(BudgetRow.self, id, .budgets, now, &outcome)
        case .proxyModel(let id): mark(ProxyModelRow.self, id, .proxyModels, now, &outcome)
        case .accessGroup(let id): mark(AccessGroupRow.self, id, .accessGroups, now, &outcome)
        }
    }

    /// Beyond the bound a notice is not lost: a row in memory stays dirty and is read when it is
    /// asked for; a key not in memory is read then in any case; all else reloads its table, as do
    /// deployments, which nobody asks for by id.
    ///
    /// The bound counts every read that is not done, so that what cannot be read does not pile up.
    private mutating func mark<Row: AccountRow>(
        _ row: Row.Type,
        _ id: Row.ID,
        _ table: CachedTable,
        _ now: Moment,
        _ outcome: inout NoticeOutcome
    ) {
        let isFull = self[keyPath: Row.table].reads.count >= limits.queuedNotices
        let isKnown =
            self[keyPath: Row.table].find(id) != nil || self[keyPath: Row.table].reads[id] != nil
        if isKnown || (!isFull && table.isHeldWhole) {
            let generation = counter.next()
            self[keyPath: Row.table].notice(id, at: generation, now: now, readsAtOnce: !isFull)
        }
        switch table {
        case .endUsers: break
        case .keys where isFull && !isKnown:
            self[keyPath: Row.table].dropNotice(at: counter.next())
        case .keys: break
        case .proxyModels where isFull: noticeAll(table, now: now, outcome: &outcome)
        case .deprecatedKeys, .teams, .modelAliases, .users, .organizations, .teamMembers,
            .organizationMembers, .budgets, .proxyModels, .accessGroups:
            if isFull, !isKnown { noticeAll(table, now: now, outcome: &outcome) }
        }
    }

    /// A table was changed as a whole, or too much of it at once.
    private mutating func noticeAll(
        _ table: CachedTable,
        now: Moment,
        outcome: inout NoticeOutcome
    ) {
        guard outcome.reloads.insert(table).inserted else { return }
        let generation = counter.next()
        switch table {
        case .keys: keys.noticeAll(at: generation, now: now)
        case .deprecatedKeys: deprecatedKeys.noticeAll(at: generation, now: now)
        case .teams: teams.noticeAll(at: generation, now: now)
        case .modelAliases: modelAliases.noticeAll(at: generation, now: now)
        case .users: users.noticeAll(at: generation, now: now)
        case .organizations: organizations.noticeAll(at: generation, now: now)
        case .teamMembers: teamMembers.noticeAll(at: generation, now: now)
        case .organizationMembers: organizationMembers.noticeAll(at: generation, now: now)
        case .endUsers: endUsers.noticeAll(at: generation, now: now)
        case .budgets: budgets.noticeAll(at: generation, now: now)
        case .proxyModels: proxyModels.noticeAll(at: generation, now: now)
        case .accessGroups: accessGroups.noticeAll(at: generation, now: now)
        }
    }
}
