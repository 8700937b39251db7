import Store

/// What calls take, and what becomes of it.
extension LimitLedger {
    /// A call was let in: it takes from all whose limits bind it.
    mutating func take(_ call: LedgerCall, grant: GrantID?) {
        let time = now.monotonicNanoseconds
        let rates = rows.rates(call)
        let tokens = tokens(call).taken
        for rate in rates {
            if rate.terms.requestsPerMinute != nil { count(rate.scope, .requests, 1) }
            if rate.terms.tokensPerMinute != nil, tokens > 0 { count(rate.scope, .tokens, tokens) }
        }
        guard let grant else { return }
        let lifetime = call.lifetimeMilliseconds.map { $0 * 1_000_000 } ?? 600 * Self.second
        var held = LedgerGrant(id: grant, call: call, takenAt: time, deadline: time + lifetime)
        if let cost = demand(call) {
            for budget in budgets(call) where budget.limit != nil {
                held.money[budget.scope] = cost
            }
        }
        held.tokens = tokens
        for rate in rates {
            if rate.terms.parallelRequests != nil { held.slots.insert(rate.scope) }
            if rate.terms.tokensPerMinute != nil { held.tokenScopes.insert(rate.scope) }
        }
        grants.append(held)
    }

    /// A rate has refused a call that counts all the same.
    mutating func countRefused(_ call: LedgerCall) {
        for rate in rows.rates(call) where rate.terms.requestsPerMinute != nil {
            count(rate.scope, .requests, 1)
        }
    }

    private mutating func count(_ scope: LedgerScope, _ unit: LedgerCount.Unit, _ amount: Int128) {
        let time = now.monotonicNanoseconds
        counts.append(
            LedgerCount(scope: scope, unit: unit, at: time, least: amount, most: amount)
        )
    }

    /// An event is booked, for a grant or for a key alone.
    mutating func settle(_ call: LedgerCall, grant: GrantID?, spend: Money, tokens: Int128) {
        let time = now.monotonicNanoseconds
        if spend != .zero {
            for payer in rows.chain(call).payers { booked.append((payer, spend)) }
        }
        var paid = call
        paid.route = nil
        for budget in budgets(paid)
        where budget.scope.model != nil && budget.limit != nil && spend != .zero {
            let period = budget.duration.flatMap(Self.nanoseconds)
            modelSpends.append((budget.scope, time, spend, period))
        }
        if let place = grants.firstIndex(where: { $0.id == grant }) {
            grants[place].isSettled = true
            return correct(grants[place], tokens)
        }
        for rate in rows.rates(call) where rate.terms.tokensPerMinute != nil && tokens > 0 {
            count(rate.scope, .tokens, tokens)
        }
    }

    /// What was estimated too much is given back, what was used beyond it counts now.
    ///
    /// It is given back where it was counted, unless that has left the minute. All that where
    /// tokens were limited when the call was let in.
    private mutating func correct(_ grant: LedgerGrant, _ tokens: Int128) {
        for scope in grant.tokenScopes {
            if tokens > grant.tokens { count(scope, .tokens, tokens - grant.tokens) }
            guard tokens < grant.tokens, let place = estimate(of: grant, scope) else { continue }
            let age = now.monotonicNanoseconds - grant.takenAt
            let surplus = grant.tokens - tokens
            if age < 61 * Self.second { counts[place].least -= surplus }
            if age < 60 * Self.second { counts[place].most -= surplus }
        }
    }

    /// A settlement could not be kept: all is as it was, but what was given back and is counted
    /// again may count from now on.
    mutating func undo(settling id: GrantID?, tokens: Int128) {
        guard let grant = grants.first(where: { $0.id == id }), tokens < grant.tokens,
            now.monotonicNanoseconds - grant.takenAt < 61 * Self.second
        else { return }
        for scope in grant.tokenScopes {
            count(scope, .tokens, 0)
            counts[counts.count - 1].most = grant.tokens - tokens
        }
    }

    private func estimate(of grant: LedgerGrant, _ scope: LedgerScope) -> Int? {
        counts.firstIndex {
            $0.scope == scope && $0.unit == .tokens && $0.at == grant.takenAt
                && $0.least >= grant.tokens
        }
    }

    mutating func release(_ grant: GrantID) {
        guard let place = grants.firstIndex(where: { $0.id == grant }) else { return }
        grants[place].isReleased = true
    }

    mutating func renew(_ grant: GrantID, milliseconds: Int64) {
        guard let place = grants.firstIndex(where: { $0.id == grant }),
            grants[place].isOpen(at: now.monotonicNanoseconds)
        else { return }
        grants[place].deadline = now.monotonicNanoseconds + milliseconds * 1_000_000
    }

    /// What is journaled goes into the rows.
    mutating func flush() {
        for (payer, amount) in booked { rows.raise(payer, by: amount) }
        booked = []
    }
}

extension LedgerRows {
    mutating func raise(_ payer: LedgerScope, by amount: Money) {
        func raise(_ spend: inout Money?) { spend = spend.map { $0 + amount } }
        switch payer.type {
        case "key": raise(&keys[Int(payer.id) ?? 0].spend)
        case "team":
            for row in teams.indices where teams[row].teamID == payer.id {
                raise(&teams[row].spend)
            }
        case "user":
            for row in users.indices where users[row].userID == payer.id {
                raise(&users[row].spend)
            }
        case "team_member":
            for row in members.indices where LedgerChain.id(members[row].id) == payer.id {
                raise(&members[row].spend)
            }
        case "organization":
            for row in organizations.indices where organizations[row].organizationID == payer.id {
                raise(&organizations[row].spend)
            }
        case "organization_member":
            for row in organizationMembers.indices
            where LedgerChain.id(organizationMembers[row].id) == payer.id {
                raise(&organizationMembers[row].spend)
            }
        case "end_user":
            for row in endUsers.indices where endUsers[row].userID == payer.id {
                raise(&endUsers[row].spend)
            }
        case "global":
            for row in users.indices where users[row].userID == Self.globalUserID {
                raise(&users[row].spend)
            }
        default: break  // open set: a model's spend stands in no row
        }
    }
}
