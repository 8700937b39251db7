extension AccountsState {
    /// Who pays for a key's requests: by the last known rows, whatever has been noticed since.
    ///
    /// Money that is spent is booked, whether or not the key may spend it; so nothing is refused,
    /// and no request is read twice for. Only what was never in memory is worth waiting for.
    package mutating func identity(for request: AccountRequest, now: Moment) -> IdentityOutcome {
        currency.tick(now: now)
        let terms = ReadTerms(asked: request.age.asked, trustsMemory: freshness != .loading)
        let token = meters.currentToken(request.token)
        var unread: [RowReference] = []
        var identity = SpendIdentity(token: token.hex)
        if let key = payingKey(token, terms, &unread) {
            identity = SpendIdentity(key)
            if key.organizationID == nil, let team = key.teamID.map({ TextID($0) }) {
                let row = lastKnown(teams, team, terms, &unread)
                identity.organizationID = row?.organizationID
            }
            identity.isResolved = unread.isEmpty
        }
        guard !unread.isEmpty, canRead(for: request) else { return .known(identity) }
        var wakesReader = false
        for reference in unread {
            // A flood of unknown keys must not become one of reads; the flush looks once more.
            if case .key(let token) = reference, gateKeyRead(token, now: now) != nil {
                return .known(identity)
            }
            wakesReader = demand(reference) || wakesReader
        }
        return .unread(unread, wakesReader: wakesReader)
    }

    /// Who pays for what a grant settles, if that is remembered: the key may have gone since, or
    /// have been given to another team, which has set nothing aside for the call.
    mutating func identity(of grant: GrantID, by owner: UInt32, at now: Int64) -> SpendIdentity? {
        guard let token = grant.token else { return nil }
        return switch limitMeters.look(grant, by: owner, at: now) {
        case .open(let known), .over(let known):
            known.payer.map { SpendIdentity(meters.currentToken(token), $0) }
        case .settled, .unknown, .refused: nil
        }
    }

    private func canRead(for request: AccountRequest) -> Bool {
        switch freshness {
        case .loading, .fresh: !request.age.hasFailedRead
        case .stale, .expired: false
        }
    }

    /// The key itself, or the active key that a rotated one stands for, its grace over or not.
    private func payingKey(
        _ token: TokenHash,
        _ terms: ReadTerms,
        _ unread: inout [RowReference]
    ) -> KeyRow? {
        // A new key may come before the notice of it: it is looked for, as for admission.
        if keys.find(token) == nil, deprecatedKeys.find(token) == nil {
            unread.append(.key(token))
            return nil
        }
        if let key = lastKnown(keys, token, terms, &unread) { return key }
        guard unread.isEmpty,
            let rotation = lastKnown(deprecatedKeys, token, terms, &unread)
        else { return nil }
        return lastKnown(keys, rotation.activeToken, terms, &unread)
    }

    private func lastKnown<Row: AccountRow>(
        _ table: RowTable<Row>,
        _ id: Row.ID,
        _ terms: ReadTerms,
        _ unread: inout [RowReference]
    ) -> Row? {
        switch table.look(for: id, terms) {
        case .current(let row), .dirty(let row, _): return row.row
        case .absent: return nil
        case .unread:
            unread.append(Row.reference(to: id))
            return nil
        }
    }
}

extension SpendIdentity {
    /// What a key's own row says.
    init(_ key: KeyRow) {
        self.init(token: key.token.hex)
        keyAlias = key.keyAlias
        userID = key.userID
        teamID = key.teamID
        organizationID = key.organizationID
    }
}
