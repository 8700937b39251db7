extension AccountsState {
    /// An event is appended to the journal: its money counts from now on, and what its call held
    /// becomes what it used.
    ///
    /// - Parameters:
    ///   - event: What is booked.
    ///   - grant: The grant that it settles, if any.
    ///   - owner: The user id of the process that settles it.
    ///   - payload: A digest of what the caller sent.
    ///   - shared: The rows that bind every request.
    ///   - now: The moment of the append.
    /// - Returns: What was done, for `undo`.
    package mutating func append(
        _ event: SpendEvent,
        settling grant: GrantID?,
        by owner: UInt32,
        payload: UInt128,
        shared: SharedRows = SharedRows(),
        now: Moment
    ) -> Settlement {
        let charges = SpendCharges([event])
        let holders = holders(of: event, shared)
        noteDueResets(holders, event.proxyUserID, shared, now: now.wall)
        readNewResets()
        add(charges)
        var settlement = Settlement(charges, use(of: event, grant, holders), grant: grant)
        limitMeters.settle(&settlement, by: owner, payload: payload, now: now)
        return settlement
    }

    /// The event could not be kept.
    package mutating func undo(_ settlement: Settlement, now: Moment) {
        drop(settlement.charges)
        limitMeters.undo(settlement, at: now.monotonicNanoseconds)
    }
}

// MARK: - Which meters an event counts on

extension AccountsState {
    private func use(
        of event: SpendEvent,
        _ grant: GrantID?,
        _ holders: [LimitHolder]
    ) -> RecordedUse {
        var use = RecordedUse()
        use.spend = event.spend
        use.tokens = Int64(event.log.totalTokens)
        let asked = grant.flatMap { limitMeters.grants.models(of: $0) } ?? []
        let named = [event.log.modelGroup, event.log.model].compactMap(\.self)
        for holder in holders {
            if holder.rates.tokensPerMinute != nil { use.tokenScopes.append(holder.scope) }
            addTokens(asked + named, holder, to: &use)
            // What a fallback has cost is not paid by the model that was asked for, too.
            if !addSpend(named, holder, to: &use) { addSpend(asked, holder, to: &use) }
        }
        return use
    }

    private func addTokens(_ names: [String], _ holder: LimitHolder, to use: inout RecordedUse) {
        for (scope, limit) in limits(of: names, holder)
        where limit.rates.tokensPerMinute != nil && !use.tokenScopes.contains(scope) {
            use.tokenScopes.append(scope)
        }
    }

    /// - Returns: whether one of the models has a limit here.
    @discardableResult
    private func addSpend(
        _ names: [String],
        _ holder: LimitHolder,
        to use: inout RecordedUse
    ) -> Bool {
        let limits = limits(of: names, holder)
        for (scope, limit) in limits
        where limit.budget.maxBudget != nil
            && !use.modelSpends.contains(where: { $0.scope == scope })
        {
            let period = limit.budget.duration.flatMap(KeyLifetime.init)
            use.modelSpends.append(.init(scope: scope, period: period))
        }
        return !limits.isEmpty
    }

    private func limits(
        of names: [String],
        _ holder: LimitHolder
    ) -> [(scope: LimitScope, limit: ModelLimit)] {
        names.compactMap { name in
            guard let (known, limit) = holder.limit(ofModel: name),
                let scope = holder.scope.ofModel(TextID(known))
            else { return nil }
            return (scope, limit)
        }
    }

    /// Whoever has limits among those who pay, by the last known rows.
    private func holders(of event: SpendEvent, _ shared: SharedRows) -> [LimitHolder] {
        let identity = event.identity
        var holders: [LimitHolder] = []
        if let token = identity.tokenHash.map(meters.currentToken),
            let key = keys.lastKnown(token)
        {
            holders.append(.key(key, tier: budgets.lastKnown(key.row.budgetID)))
        }
        if let team = teams.lastKnown(identity.teamID) { holders.append(.team(team)) }
        if let id = MembershipID(userID: identity.userID, groupID: identity.teamID),
            let member = teamMembers.lastKnown(id),
            let budget = budgets.lastKnown(member.row.budgetID)
        {
            holders.append(.teamMember(member, budget))
        }
        if let user = users.lastKnown(identity.userID) { holders.append(.user(user)) }
        if let organization = organizations.lastKnown(identity.organizationID) {
            let budget = budgets.lastKnown(organization.row.budgetID)
            holders.append(.organization(organization, budget))
        }
        if let id = MembershipID(userID: identity.userID, groupID: identity.organizationID),
            let member = organizationMembers.lastKnown(id),
            let budget = budgets.lastKnown(member.row.budgetID)
        {
            holders.append(.organizationMember(member, budget))
        }
        if let endUser = event.endUserID.flatMap({ lastKnown(endUser: TextID($0), shared) }),
            let budget = budgets.lastKnown(
                endUser.row.budgetID ?? shared.endUserBudget?.text
            )
        {
            holders.append(.endUser(endUser, budget))
        }
        return holders
    }
}

extension RowTable {
    /// What was last read of a row, whatever has been noticed since.
    func lastKnown(_ id: Row.ID) -> Cached<Row>? {
        find(id).flatMap { slots[$0].row }
    }
}

extension RowTable where Row.ID == TextID {
    func lastKnown(_ id: String?) -> Cached<Row>? {
        id.flatMap { lastKnown(TextID($0)) }
    }
}

extension GrantTable<LimitScope> {
    /// The models that a call was let in for, where their limits were asked.
    fileprivate func models(of id: GrantID) -> [String] {
        charges(of: id).compactMap { $0.scope.model?.text }
    }
}
