/// Grants that end without a settlement.
extension LimitMeters {
    /// Ends what is over by now, and frees what it held.
    package mutating func endDue(at now: Int64) {
        while let grant = grants.endNext(at: now) { free(grant) }
    }

    /// The call that a grant was given for is not made.
    package mutating func release(
        _ id: GrantID,
        by owner: UInt32,
        at now: Int64
    ) -> GrantAnswer<LimitScope> {
        endDue(at: now)
        let answer = grants.release(id, by: owner)
        if case .open(let grant) = answer { free(grant) }
        return answer
    }

    /// Puts off a grant's deadline.
    package mutating func renew(
        _ id: GrantID,
        by owner: UInt32,
        deadline: Int64,
        at now: Int64
    ) -> GrantAnswer<LimitScope> {
        endDue(at: now)
        return grants.renew(id, by: owner, deadline: deadline)
    }

    /// A connection takes a grant that ends with it.
    /// - Returns: whether its end has to be told from now on, which it had not before.
    package mutating func watch(_ connection: UInt64) -> Bool {
        watched.insert(connection).inserted
    }

    /// A connection has ended: so do the grants that it held.
    package mutating func connectionEnded(_ connection: UInt64) {
        watched.remove(connection)
        for grant in grants.connectionEnded(connection) { free(grant) }
    }

    /// The open grants, by their deadline.
    package mutating func openGrants(at now: Int64) -> [Grant<LimitScope>] {
        endDue(at: now)
        return grants.all.sorted { $0.deadline < $1.deadline }
    }

    /// The keys that anything is held under, or counted, of those that are asked about.
    func tokens(where isAsked: (TokenHash) -> Bool) -> Set<TokenHash> {
        var tokens: Set<TokenHash> = []
        func note(_ scope: LimitScope) {
            guard let token = scope.token, isAsked(token) else { return }
            tokens.insert(token)
        }
        pool.forEachScope(note)
        grants.forEachScope(note)
        resets.forEachEntity { entity in
            if case .key(let token) = entity { note(.key(token)) }
        }
        return tokens
    }

    /// A key got another hash: what it took, and what its grants hold, counts under the new one.
    mutating func moveKey(_ move: KeyMove) {
        resets.move(from: .key(move.from), to: .key(move.to))
        pool.move(move)
        // Also of scopes whose meter has gone, idle as it was: a settlement may yet count there.
        grants.move { $0.moved(move) }
    }

    /// Gives money and slots back; requests and tokens stay counted.
    mutating func free(_ grant: Grant<LimitScope>) {
        for charge in grant.charges {
            guard isFreed(charge), let place = pool.find(charge.scope) else { continue }
            if charge.reservesMoney { pool[place].free(grant.estimatedCost) }
            if charge.holdsSlot { pool[place].slots.free() }
        }
    }

    /// Takes money and slots again that were given back.
    mutating func hold(_ grant: Grant<LimitScope>) {
        for charge in grant.charges where isFreed(charge) {
            let place = pool.place(of: charge.scope)
            if charge.reservesMoney { pool[place].reserve(grant.estimatedCost) }
            if charge.holdsSlot { pool[place].slots.take() }
        }
    }

    private func isFreed(_ charge: GrantCharge<LimitScope>) -> Bool {
        charge.reservesMoney || charge.holdsSlot
    }
}
