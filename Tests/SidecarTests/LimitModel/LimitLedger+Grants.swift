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
            // None, too: the first request opens a fixed minute, whatever it takes.
            if rate.terms.tokensPerMinute != nil { count(rate.scope, .tokens, tokens, grant) }
        }
        guard let grant else { return }
        let lifetime = call.lifetimeMilliseconds.map { $0 * 1_000_000 } ?? 600 * Self.second
        var held = LedgerGrant(id: grant, call: call, takenAt: time, deadline: time + lifetime)
        held.owner = WalkDesk.owner
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

    private mutating func count(
        _ scope: LedgerScope,
        _ unit: LedgerCount.Unit,
        _ amount: Int128,
        _ grant: GrantID? = nil,
        least: Int128? = nil
    ) {
        let time = now.monotonicNanoseconds
        let last = counted(scope, unit).last?.opened
        let isOpen = last.map { time < $0 + 60 * Self.second } ?? false
        let opened = isOpen ? last ?? time : time
        let count = LedgerCount(
            unit: unit,
            at: time,
            opened: opened,
            least: least ?? amount,
            most: amount,
            grant: grant
        )
        counts[scope, default: []].append(count)
    }

    /// An event is booked, for a grant or for a key alone.
    ///
    /// Nobody can tell what limits an end user that is not in memory: the event counts there as
    /// money alone.
    mutating func settle(
        _ call: LedgerCall,
        grant: GrantID?,
        by owner: UInt32,
        spend: Money,
        tokens: Int128,
        knowsEndUser: Bool
    ) {
        if spend != .zero {
            for payer in rows.chain(call).payers { booked.append((payer, spend)) }
        }
        spendModels(call, spend, spend, knowsEndUser: knowsEndUser)
        if let place = grants.firstIndex(where: { $0.id == grant }) {
            grants[place].isSettled = true
            grants[place].owner = owner
            if !grants[place].isForgotten { return correct(grants[place], tokens) }
        }
        for scope in tokenScopes(call, tokens, knowsEndUser: knowsEndUser) {
            count(scope, .tokens, tokens)
        }
    }

    /// What was estimated too much is given back, what was used beyond it counts now.
    ///
    /// It is given back where it was counted, unless that has left the minute. All that where
    /// tokens were limited when the call was let in.
    private mutating func correct(_ grant: LedgerGrant, _ tokens: Int128) {
        let time = now.monotonicNanoseconds
        for scope in grant.tokenScopes {
            if tokens > grant.tokens { count(scope, .tokens, tokens - grant.tokens) }
            guard tokens < grant.tokens, let estimate = estimate(of: grant, scope) else { continue }
            let end = end(of: estimate.count)
            let surplus = grant.tokens - tokens
            if time < end.upperBound { counts[scope]?[estimate.place].least -= surplus }
            if time < end.lowerBound { counts[scope]?[estimate.place].most -= surplus }
        }
    }

    /// A settlement could not be kept: all is as it was, but for two things.
    ///
    /// In a sliding minute what was given back and is counted again may count from now on. A fixed
    /// minute that it has opened stays open.
    mutating func undo(
        _ call: LedgerCall,
        settling id: GrantID?,
        spend: Money,
        tokens: Int128,
        knowsEndUser: Bool
    ) {
        spendModels(call, spend, .zero, knowsEndUser: knowsEndUser)
        let grant = grants.first { $0.id == id && !$0.isForgotten }
        guard let grant else {
            for scope in tokenScopes(call, tokens, knowsEndUser: knowsEndUser) {
                count(scope, .tokens, 0)
            }
            return
        }
        for scope in grant.tokenScopes {
            if tokens > grant.tokens { count(scope, .tokens, 0) }
            guard rows.settings.window == .sliding, tokens < grant.tokens,
                let estimate = estimate(of: grant, scope),
                now.monotonicNanoseconds < end(of: estimate.count).upperBound
            else { continue }
            count(scope, .tokens, grant.tokens - tokens, least: 0)
        }
    }

    /// What counts of a spend on the models of a call; any but zero opens a period.
    private mutating func spendModels(
        _ call: LedgerCall,
        _ spend: Money,
        _ amount: Money,
        knowsEndUser: Bool
    ) {
        guard spend != .zero else { return }
        var paid = call
        paid.route = nil
        for budget in budgets(paid) where budget.scope.model != nil && budget.limit != nil {
            guard knowsEndUser || budget.scope.type != "end_user" else { continue }
            let period = budget.duration.flatMap(Self.nanoseconds)
            modelSpends.append((budget.scope, now.monotonicNanoseconds, amount, period))
        }
    }

    /// Who counts the tokens of an event for which nobody knows a grant.
    private func tokenScopes(
        _ call: LedgerCall,
        _ tokens: Int128,
        knowsEndUser: Bool
    ) -> [LedgerScope] {
        guard tokens > 0 else { return [] }
        return rows.rates(call).filter { $0.terms.tokensPerMinute != nil }.map(\.scope)
            .filter { knowsEndUser || $0.type != "end_user" }
    }

    private func estimate(
        of grant: LedgerGrant,
        _ scope: LedgerScope
    ) -> (place: Int, count: LedgerCount)? {
        guard let place = counts[scope]?.firstIndex(where: { $0.grant == grant.id }) else {
            return nil
        }
        return counts[scope].map { (place, $0[place]) }
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

    /// The first so many bookings go into the rows.
    mutating func flush(_ count: Int) {
        for (payer, amount) in booked.prefix(count) {
            rows.raise(payer, by: amount)
            excess[payer, default: .zero] += amount
        }
        booked.removeFirst(count)
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
