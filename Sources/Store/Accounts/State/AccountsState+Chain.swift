extension AccountsState {
    /// Collects the rows that a request is judged by.
    ///
    /// What has to be read first is queued to be read; the caller waits for it (`wait`) and asks
    /// again with the generation at which it asked first.
    package mutating func chain(
        for request: AccountRequest,
        now: Moment
    ) -> ChainOutcome<AccountChain> {
        var found: AccountChain?
        let outcome = judge(request, now: now) { chain, _, _ in found = chain }
        return outcome.with(found)
    }

    /// The same, judging the rows where they lie: a chain is too large to be handed around.
    mutating func judge(
        _ request: AccountRequest,
        now: Moment,
        by rule: (AccountChain, ProxyModels, inout LimitMeters) -> Void
    ) -> ChainOutcome<Void> {
        currency.tick(now: now)
        if freshness == .expired { return .unavailable }
        var gathering = ChainGathering(
            age: request.age,
            limits: limits,
            freshness: freshness,
            now: now
        )
        guard let slot = keySlot(for: request, gathering: &gathering) else {
            return gathering.isUnknown ? unknownKey(gathering) : missing(gathering, now: now)
        }
        guard let key = keys.slots[slot].row else { return missing(gathering, now: now) }
        var chain = AccountChain(key: key)
        gather(slot: slot, of: request, into: &chain, &gathering)
        noteUse(ofKeyAt: slot, request)
        guard gathering.isComplete else { return missing(gathering, now: now) }
        if limitMeters.resets.count > 0 { settleResets(of: chain, request.shared) }
        chain.answer = answers.find(slot, chain.key, chain.team)
        rule(chain, models, &limitMeters)
        if limitMeters.resets.hasNew { readNewResets() }
        return .chain(())
    }

    /// Who is judged by rows keeps them in memory, and their spend read.
    private mutating func noteUse(ofKeyAt slot: Int, _ request: AccountRequest) {
        if keys.noteUse(slot) { refreshIdle(keyAt: slot, request.shared) }
        if let id = request.endUserID { noteUse(ofEndUser: TextID(id)) }
    }

    /// While stale nothing says that the key was not made since, nor does a row that cannot be
    /// read say that a rotation has ended.
    private mutating func unknownKey(_ gathering: ChainGathering) -> ChainOutcome<Void> {
        gathering.isFresh ? .unknownKey : .unavailable
    }

    private mutating func missing(
        _ gathering: ChainGathering,
        now: Moment
    ) -> ChainOutcome<Void> {
        if gathering.isUnavailable { return .unavailable }
        var wakesReader = false
        for reference in gathering.unread {
            if case .key(let token) = reference, let refused = gateKeyRead(token, now: now) {
                return .overloaded(retryAfter: refused)
            }
            wakesReader = demand(reference) || wakesReader
        }
        return .unread(gathering.unread, wakesReader: wakesReader)
    }

    /// Bounds the reads for keys that nobody knows.
    ///
    /// A key in memory does not pass here, nor does one that a read is under way for. While
    /// loading, every key is one of those.
    mutating func gateKeyRead(_ token: TokenHash, now: Moment) -> Duration? {
        guard freshness != .loading, !keys.holdsRow(token), keys.reads[token] == nil else {
            return nil
        }
        return gate.admit(now: now)
    }
}

// MARK: - The key

extension AccountsState {
    /// The slot of the key itself, or of the active key that a rotated one stands for.
    private mutating func keySlot(
        for request: AccountRequest,
        gathering: inout ChainGathering
    ) -> Int? {
        if let slot = keys.find(request.token) {
            switch keys.look(at: slot, gathering.terms) {
            case .current: return slot
            case .dirty(let row, let dirty):
                return gathering.take(row, dirty: dirty, .key(request.token)) == nil ? nil : slot
            case .unread:
                gathering.unread(.key(request.token))
                return nil
            case .absent: break
            }
        } else if !isKnownAsRotated(request.token, gathering) {
            gathering.unread(.key(request.token))
            return nil
        }
        return rotatedKeySlot(for: request, gathering: &gathering)
    }

    /// Whether a token that has no slot of its own need not be looked for among the keys.
    ///
    /// That nothing leads on from it says nothing of the key itself, whose notice may have been
    /// one too many.
    private mutating func isKnownAsRotated(_ token: TokenHash, _ gathering: ChainGathering) -> Bool
    {
        guard deprecatedKeys.holdsRow(token) else { return false }
        return freshness.isStale
            || (gathering.terms.trustsMemory && keys.isAbsentWithoutSlot(token))
    }

    private mutating func rotatedKeySlot(
        for request: AccountRequest,
        gathering: inout ChainGathering
    ) -> Int? {
        let look = deprecatedKeys.look(for: request.token, gathering.terms)
        let rotation = gathering.take(look, .deprecatedKey(request.token))?.row
        guard gathering.isComplete else { return nil }
        var absentSince = keys.absentSince(request.token)
        if let absentAt = request.age.absentAt { absentSince = min(absentSince, absentAt) }
        if let rotation, let end = rotation.revokeAt, end > gathering.now.wall {
            guard let slot = keys.find(rotation.activeToken) else {
                gathering.unread(.key(rotation.activeToken))
                return nil
            }
            let active = keys.look(at: slot, gathering.terms)
            if gathering.take(active, .key(rotation.activeToken)) != nil { return slot }
            guard gathering.isComplete else { return nil }
            absentSince = max(absentSince, keys.absentSince(rotation.activeToken))
        }
        noteUnknown(request.token, absentSince, &gathering)
        return nil
    }

    /// Between the rotation's read and the key's the key may have been rotated: only a rotation
    /// that was read after the key was found to be gone says that nothing leads on.
    private mutating func noteUnknown(
        _ token: TokenHash,
        _ absentSince: Generation,
        _ gathering: inout ChainGathering
    ) {
        if deprecatedKeys.readAt(token) > absentSince {
            gathering.isUnknown = true
        } else {
            gathering.unread(.deprecatedKey(token))
        }
    }
}

// MARK: - What the key refers to

extension AccountsState {
    /// In place: a chain is large, and a request must not pay for copies of it.
    ///
    /// Nor of the state, which is why all of this is `mutating`: a method that only reads would be
    /// handed a copy of its three kilobytes by one that does not.
    private mutating func gather(
        slot: Int,
        of request: AccountRequest,
        into chain: inout AccountChain,
        _ gathering: inout ChainGathering
    ) {
        let links = keys.slots[slot].links
        let since = keys.slots[slot].knownSince
        chain.keyBudget = gathering.take(budgets, links.budget, since: since)
        chain.team = gathering.take(teams, links.team, since: since)
        if let team = links.team.slot {
            chain.teamAliases = gathering.take(
                modelAliases,
                teams.slots[team].links.aliases,
                since: teams.slots[team].knownSince
            )
        }
        chain.teamMember = gathering.take(teamMembers, links.teamMember, since: since)
        if let member = links.teamMember.slot {
            chain.teamMemberBudget = budget(of: teamMembers, member, &gathering)
        }
        chain.user = gathering.take(users, links.user, since: since)
        gatherOrganization(ofKeyAt: slot, &chain, &gathering)
        if let id = request.endUserID {
            let account = endUser(TextID(id), request.shared, &gathering)
            chain.endUser = account.endUser
            chain.endUserBudget = account.budget
            chain.isEndUserVerified = account.isVerified
        }
        chain.global = globalUser(request.shared, &gathering)
        gatherAccessGroups(&chain, &gathering)
        gatherModels(&gathering)
        chain.isFresh = gathering.isFresh
        if !meters.isEmpty { chain.pending = pendingSpend(of: chain) }
    }

    private mutating func gatherOrganization(
        ofKeyAt key: Int,
        _ chain: inout AccountChain,
        _ gathering: inout ChainGathering
    ) {
        let links = keys.slots[key].links
        var link = links.organization
        var since = keys.slots[key].knownSince
        if link.slot == nil, let team = links.team.slot {
            link = teams.slots[team].links.organization
            since = teams.slots[team].knownSince
        }
        guard let slot = link.slot else { return }
        chain.organization = gathering.take(organizations, link, since: since)
        chain.organizationBudget = budget(of: organizations, slot, &gathering)
        guard let userID = chain.key.row.userID else { return }
        let id = MembershipID(userID: userID, groupID: organizations.slots[slot].id.text)
        let look = organizationMembers.look(for: id, gathering.terms)
        chain.organizationMember = gathering.take(look, .organizationMember(id))
        if let member = organizationMembers.find(id) {
            chain.organizationMemberBudget = budget(of: organizationMembers, member, &gathering)
        }
    }

    @inline(__always)
    mutating func budget<Row: AccountRow>(
        of table: RowTable<Row>,
        _ slot: Int,
        _ gathering: inout ChainGathering
    ) -> Cached<BudgetRow>? where Row.Links == BudgetLink {
        gathering.take(
            budgets,
            table.slots[slot].links.budget,
            since: table.slots[slot].knownSince
        )
    }

    private mutating func gatherAccessGroups(
        _ chain: inout AccountChain,
        _ gathering: inout ChainGathering
    ) {
        for id in chain.key.row.accessGroupIDs {
            guard let group = accessGroup(id, &gathering) else { continue }
            chain.keyAccessGroupModels += group.modelNames
            if group.isAssigned(to: chain.key.row) {
                chain.keyOwnedAccessGroupModels += group.modelNames
            }
        }
        for id in chain.team?.row.accessGroupIDs ?? [] {
            chain.teamAccessGroupModels += accessGroup(id, &gathering)?.modelNames ?? []
        }
    }

    private mutating func accessGroup(
        _ id: String,
        _ gathering: inout ChainGathering
    ) -> AccessGroupRow? {
        let look = accessGroups.look(for: TextID(id), gathering.terms)
        return gathering.take(look, .accessGroup(TextID(id)))?.row
    }

    /// Every deployment counts for every request, so one that changes is waited for.
    ///
    /// While loading they are as the last read found them: keys are judged by single reads then,
    /// and these have none.
    mutating func gatherModels(_ gathering: inout ChainGathering) {
        guard gathering.terms.trustsMemory, !proxyModels.isSettled else { return }
        for (slot, held) in proxyModels.slots.enumerated() where held.row != nil {
            guard !proxyModels.isUsable(slot, gathering.terms) else { continue }
            _ = gathering.take(
                proxyModels.look(at: slot, gathering.terms),
                .proxyModel(held.id)
            )
        }
        for (id, read) in proxyModels.reads where read.firstNoticedAt <= gathering.terms.asked {
            guard read.firstNoticedAt > .never, !proxyModels.holdsRow(id) else { continue }
            gathering.takeUnreadModel(id, hasFailed: read.stage == .failed)
        }
    }
}
