/// Spend that others book: the proxy itself, and other sidecars.
///
/// Triggers do not tell of it, or each request would be a notice. So the rows that requests were
/// judged by are read again from time to time, where a budget depends on them.
extension AccountsState {
    /// Queues reads of them, and forgets which they were.
    ///
    /// - Parameter proxyUser: The row that counts the proxy as a whole, where that is limited.
    /// - Returns: whether the row reader must be woken.
    package mutating func refreshSpend(proxyUser: TextID?) -> Bool {
        refresh.begin(at: counter.next())
        var due: Set<SpendEntity> = []
        for key in keys.takeUsed() { addLimited(key, to: &due) }
        for endUser in endUsers.takeUsed() { due.insert(.endUser(endUser.id)) }
        if let proxyUser, !due.isEmpty || users.holdsRow(proxyUser) { due.insert(.user(proxyUser)) }
        for entity in due { readAgain(entity) }
        return !due.isEmpty
    }

    /// A key is used that was idle: what it is judged by is read at once.
    ///
    /// Others may have spent of it for long. This request does not wait for it.
    mutating func refreshIdle(keyAt slot: Int, _ shared: SharedRows) {
        guard let key = keys.slots[slot].row?.row else { return }
        var due: Set<SpendEntity> = []
        addLimited(key, to: &due)
        if let proxyUser = shared.globalBudgetUser { due.insert(.user(proxyUser)) }
        refreshIdle(due)
    }

    /// Reads what was not read in this round or the last one.
    ///
    /// Only while reads can succeed, and one statement of each table can hold them; what is beyond
    /// that comes with the next round.
    mutating func refreshIdle(_ due: Set<SpendEntity>) {
        guard freshness.isFresh else { return }
        for entity in due
        where readAt(entity) <= refresh.before && queuedReads(inTableOf: entity) < limits.idsPerRead
        {
            readAgain(entity)
            refresh.wakesReader = true
        }
    }

    /// How many rows of its table wait to be read.
    private func queuedReads(inTableOf entity: SpendEntity) -> Int {
        switch entity {
        case .key: keys.queuedReads
        case .user: users.queuedReads
        case .team: teams.queuedReads
        case .teamMember: teamMembers.queuedReads
        case .organization: organizations.queuedReads
        case .organizationMember: organizationMembers.queuedReads
        case .endUser: endUsers.queuedReads
        }
    }

    private func readAt(_ entity: SpendEntity) -> Generation {
        switch entity {
        case .key(let id): keys.readAt(id)
        case .user(let id): users.readAt(id)
        case .team(let id): teams.readAt(id)
        case .teamMember(let id): teamMembers.readAt(id)
        case .organization(let id): organizations.readAt(id)
        case .organizationMember(let id): organizationMembers.readAt(id)
        case .endUser(let id): endUsers.readAt(id)
        }
    }

    /// A key, and everybody it belongs to, as far as there is a budget.
    private func addLimited(_ key: KeyRow, to due: inout Set<SpendEntity>) {
        if key.budget.isLimited || key.budgetID != nil { due.insert(.key(key.token)) }
        let team = key.teamID.flatMap { row(teams, TextID($0)) }
        if let team, team.budget.isLimited { due.insert(.team(team.id)) }
        if let user = key.userID.flatMap({ row(users, TextID($0)) }), user.budget.isLimited {
            due.insert(.user(user.id))
        }
        if let id = MembershipID(userID: key.userID, groupID: key.teamID),
            row(teamMembers, id)?.budgetID != nil
        {
            due.insert(.teamMember(id))
        }
        guard let id = key.organizationID ?? team?.organizationID else { return }
        if row(organizations, TextID(id)) != nil { due.insert(.organization(TextID(id))) }
        if let member = MembershipID(userID: key.userID, groupID: id),
            row(organizationMembers, member)?.budgetID != nil
        {
            due.insert(.organizationMember(member))
        }
    }

    private func row<Row: AccountRow>(_ table: RowTable<Row>, _ id: Row.ID) -> Row? {
        table.find(id).flatMap { table.slots[$0].row?.row }
    }
}

extension BudgetTerms {
    /// Whether anything depends on what is spent.
    fileprivate var isLimited: Bool { maxBudget != nil || softBudget != nil }
}
