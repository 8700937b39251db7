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
        for slot in keys.takeUsed() { addLimited(keyAt: slot, to: &due) }
        for slot in endUsers.takeUsed() { due.insert(.endUser(endUsers.slots[slot].id)) }
        if let proxyUser, !due.isEmpty || users.holdsRow(proxyUser) { due.insert(.user(proxyUser)) }
        for entity in due { readAgain(entity) }
        return !due.isEmpty
    }

    /// A key is used that was idle: what it is judged by is read at once.
    ///
    /// Others may have spent of it for long. This request does not wait for it.
    mutating func refreshIdle(keyAt slot: Int, _ shared: SharedRows) {
        var due: Set<SpendEntity> = []
        addLimited(keyAt: slot, to: &due)
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
    private mutating func queuedReads(inTableOf entity: SpendEntity) -> Int {
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

    private mutating func readAt(_ entity: SpendEntity) -> Generation {
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
    ///
    /// `mutating`, as a method that only reads would be handed a copy of the state.
    private mutating func addLimited(keyAt slot: Int, to due: inout Set<SpendEntity>) {
        guard let key = keys.slots[slot].row else { return }
        let links = keys.slots[slot].links
        if key.row.budget.isLimited || key.row.budgetID != nil { due.insert(.key(key.row.token)) }
        let team = links.team.slot.flatMap { teams.slots[$0].row }
        if let team, team.row.budget.isLimited { due.insert(.team(team.row.id)) }
        if let user = links.user.slot.flatMap({ users.slots[$0].row }), user.row.budget.isLimited {
            due.insert(.user(user.row.id))
        }
        if let member = links.teamMember.slot.flatMap({ teamMembers.slots[$0].row }),
            member.row.budgetID != nil
        {
            due.insert(.teamMember(member.row.id))
        }
        guard let id = key.row.organizationID ?? team?.row.organizationID else { return }
        if organizations.holdsRow(TextID(id)) { due.insert(.organization(TextID(id))) }
        if let id = MembershipID(userID: key.row.userID, groupID: id),
            let slot = organizationMembers.find(id),
            organizationMembers.slots[slot].row?.row.budgetID != nil
        {
            due.insert(.organizationMember(id))
        }
    }
}

extension BudgetTerms {
    /// Whether anything depends on what is spent.
    fileprivate var isLimited: Bool { maxBudget != nil || softBudget != nil }
}
