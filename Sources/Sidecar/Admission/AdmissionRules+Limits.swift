import Store

/// Budgets and rates: what the claims of a request say, check by check, and what it takes.
extension AdmissionRules {
    /// The first budget of that kind that refuses.
    static func budget(
        _ kind: LimitScope.Kind,
        _ claims: LimitClaims,
        _ key: Cached<KeyRow>?,
        _ policy: AdmissionPolicy,
        _ demand: LimitDemand
    ) -> Refusal? {
        guard claims.has(kind) else { return nil }
        var place = claims.next(kind, from: 0)
        while let index = place {
            let used: Money?
            let limit: Money
            switch claims.list[index].verdict(estimate: demand.cost) {
            case .unlimited, .within:
                place = claims.next(kind, from: index + 1)
                continue
            case .exceeded(let spent, let max): (used, limit) = (spent, max)
            case .unverifiable(let max): (used, limit) = (nil, max)
            }
            let claim = claims.list[index]
            return .budgetExceeded(
                BudgetRefusal(
                    entity: AdmissionEntity(claims.scopes[index], key: key),
                    model: claims.scopes[index].model?.text,
                    limit: limit,
                    used: used,
                    estimate: demand.cost,
                    resetsAt: claim.standing.resetsAt,
                    status: policy.budgetExceededStatus
                )
            )
        }
        return nil
    }

    /// The first rate of that kind of scope that has no room.
    static func rates(
        _ kind: LimitScope.Kind,
        _ claims: LimitClaims,
        _ key: Cached<KeyRow>?,
        _ demand: LimitDemand
    ) -> Refusal? {
        guard claims.has(kind) else { return nil }
        var place = claims.next(kind, from: 0)
        while let index = place {
            guard let overrun = claims.list[index].overrun(tokens: demand.tokens) else {
                place = claims.next(kind, from: index + 1)
                continue
            }
            return .rateLimited(
                RateRefusal(
                    entity: AdmissionEntity(claims.scopes[index], key: key),
                    model: claims.scopes[index].model?.text,
                    overrun: overrun,
                    tokens: demand.tokens
                )
            )
        }
        return nil
    }

    /// What a refusal still needs to know, and does: how long to wait, and counting it where the
    /// setting asks for that.
    static func finish(
        _ refusal: Refusal,
        _ policy: AdmissionPolicy,
        _ demand: LimitDemand,
        in limits: inout LimitMeters
    ) -> Refusal {
        guard case .rateLimited(var rate) = refusal else { return refusal }
        if policy.countsRefusedRequests { limits.countRefused(demand) }
        rate.retryAfter = limits.retryAfter(demand)
        rate.mayHelpToWait = limits.mayHaveRoomLater(demand)
        return .rateLimited(rate)
    }

    /// Takes what the request asks of every claim, once all checks have passed.
    static func admit(
        _ token: TokenHash?,
        _ payer: @autoclosure () -> GrantPayer?,
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy,
        _ demand: LimitDemand,
        _ holder: GrantHolder,
        in limits: inout LimitMeters,
        _ admittance: inout Admittance
    ) -> Refusal? {
        guard !limits.claims.isEmpty || demand.reserves else { return nil }
        if demand.reserves || limits.claims.holdSlots {
            if let bound = limits.fullGrantBound(for: holder.userID) {
                return .tooManyGrants(bound)
            }
            let secret = holder.secret()
            guard let id = GrantID(token: token, endUserID: request.endUserID, secret: secret)
            else { return .endUserUnnameable }
            var grant = NewGrant(id, request, policy, demand, holder)
            grant.payer = payer()
            if case .connection(let connection) = grant.hold {
                admittance.watchesConnection = limits.watch(connection)
            }
            limits.take(demand, grant)
            admittance.grant = id
        } else {
            limits.take(demand, nil)
        }
        admittance.budget = limits.tightestBudget(demand)
        admittance.remaining = limits.remaining(demand)
        return nil
    }

    /// Warns of soft budgets that are reached.
    static func addSoftBudgets(
        _ claims: LimitClaims,
        _ key: Cached<KeyRow>?,
        to admittance: inout Admittance
    ) {
        for index in claims.list.indices where claims.list[index].isSoftBudgetReached {
            let entity = AdmissionEntity(claims.scopes[index], key: key)
            admittance.warnings.append(AdmissionWarning(.softBudgetExceeded, entity))
        }
    }
}

extension NewGrant {
    fileprivate init(
        _ id: GrantID,
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy,
        _ demand: LimitDemand,
        _ holder: GrantHolder
    ) {
        let lifetime = (request.grantLifetime ?? policy.grantLifetime).wholeNanoseconds
        let deadline = demand.now.monotonicNanoseconds + lifetime
        self.init(id: id, owner: holder.userID, deadline: deadline)
        if request.holdsConnection { hold = .connection(holder.connection) }
    }
}
