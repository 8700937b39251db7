extension AccountsState {
    /// Looks up an end user for a request that no row of a key binds: the master key's.
    ///
    /// That one works in every state, so this never says `unavailable`: what cannot be looked up
    /// is left out, and the account says so.
    package mutating func endUser(
        _ id: String?,
        _ age: RequestAge,
        shared: SharedRows = SharedRows(),
        now: Moment
    ) -> ChainOutcome<EndUserAccount> {
        currency.tick(now: now)
        guard id != nil || shared.globalBudgetUser != nil else { return .chain(EndUserAccount()) }
        guard freshness != .expired else { return .chain(EndUserAccount.unverified) }
        var gathering = ChainGathering(age: age, limits: limits, freshness: freshness, now: now)
        var account =
            id.map { endUser(TextID($0), shared, &gathering) } ?? EndUserAccount()
        if let id { noteUse(ofEndUser: TextID(id)) }
        account.global = globalUser(shared, &gathering)
        gatherModels(&gathering)
        guard gathering.unread.isEmpty else {
            var wakesReader = false
            for reference in gathering.unread { wakesReader = demand(reference) || wakesReader }
            return .unread(gathering.unread, wakesReader: wakesReader)
        }
        if gathering.isUnavailable { account.isVerified = false }
        account.isFresh = gathering.isFresh && account.isVerified
        account.pending.endUser = pending(for: account.endUser)
        account.pending.global = pending(for: account.global)
        if let endUser = account.endUser { settleReset(.endUser(endUser.row.id), shared) }
        if let global = account.global { settleReset(.user(global.row.id), shared) }
        return .chain(account)
    }

    /// A request names an end user, which stays in memory the longer for it.
    mutating func noteUse(ofEndUser id: TextID) {
        guard let slot = endUsers.find(id) else { return }
        endUsers.touch(slot)
        if endUsers.noteUse(slot) { refreshIdle([.endUser(id)]) }
    }

    /// The end user's rows, as far as they are in memory; notes what has to be read.
    mutating func endUser(
        _ id: TextID,
        _ shared: SharedRows,
        _ gathering: inout ChainGathering
    ) -> EndUserAccount {
        var account = EndUserAccount()
        guard let slot = endUsers.find(id) else {
            account.isVerified = gathering.unreadEndUser(id)
            return account
        }
        let look = endUsers.look(at: slot, gathering.terms)
        switch look {
        case .unread:
            account.isVerified = gathering.unreadEndUser(id)
        case .absent:
            // While stale nothing says that it was not made since, with limits.
            account.isVerified = !freshness.isStale
            if account.isVerified { account.endUser = newEndUser(id, shared) }
        case .current, .dirty:
            account.endUser = gathering.take(look, .endUser(id))
            account.budget = budget(of: endUsers, slot, &gathering)
        }
        guard let endUser = account.endUser, endUser.row.budgetID == nil,
            let budget = shared.endUserBudget
        else { return account }
        account.budget = gathering.take(budgets.look(for: budget, gathering.terms), .budget(budget))
        return account
    }

    /// One that has no row yet, where the budget of all who have none of their own binds it: else
    /// nothing would until somebody has noticed the row that its first spend makes.
    private func newEndUser(_ id: TextID, _ shared: SharedRows) -> Cached<EndUserRow>? {
        shared.endUserBudget == nil ? nil : Cached(EndUserRow(userID: id.text))
    }

    /// What is last known of an end user that requests have named, with a row or without.
    func lastKnown(endUser id: TextID, _ shared: SharedRows) -> Cached<EndUserRow>? {
        guard let slot = endUsers.find(id) else { return nil }
        return endUsers.slots[slot].row ?? newEndUser(id, shared)
    }

    /// The row that holds the spend of the proxy as a whole, where that has a budget.
    mutating func globalUser(
        _ shared: SharedRows,
        _ gathering: inout ChainGathering
    ) -> Cached<UserRow>? {
        guard let id = shared.globalBudgetUser else { return nil }
        return gathering.take(users.look(for: id, gathering.terms), .user(id))
    }

    /// Whether it is known that there is no row of a user.
    package func isKnownAbsent(user id: TextID, now: Moment) -> Bool {
        guard freshness.isFresh else { return false }
        let age = RequestAge(asked: currentGeneration)
        let gathering = ChainGathering(age: age, limits: limits, freshness: freshness, now: now)
        return switch users.look(for: id, gathering.terms) {
        case .absent: true
        case .current, .dirty, .unread: false
        }
    }
}

extension EndUserAccount {
    /// Nothing could be looked up.
    package static var unverified: EndUserAccount {
        var account = EndUserAccount()
        account.isVerified = false
        account.isFresh = false
        return account
    }
}
