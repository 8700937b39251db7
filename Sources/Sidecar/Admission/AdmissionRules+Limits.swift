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
                    entity: AdmissionEntity(claim.scope, key: key),
                    model: claim.scope.model?.text,
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
            let claim = claims.list[index]
            return .rateLimited(
                RateRefusal(
                    entity: AdmissionEntity(claim.scope, key: key),
                    model: claim.scope.model?.text,
                    overrun: overrun
                )
            )
        }
        return nil
    }

    /// What a refusal still needs to know, and does: how long to wait, and counting it where the
    /// setting asks for that.
    static func refuse(
        _ refusal: Refusal,
        _ policy: AdmissionPolicy,
        _ demand: LimitDemand,
        in limits: inout LimitMeters
    ) -> Verdict {
        guard case .rateLimited(var rate) = refusal else { return .refused(refusal) }
        if policy.countsRefusedRequests { limits.countRefused(demand) }
        rate.retryAfter = limits.retryAfter(demand)
        return .refused(.rateLimited(rate))
    }

    /// Takes what the request asks of every claim, once all checks have passed.
    static func admit(
        _ token: TokenHash?,
        _ request: AdmissionRequest,
        _ warnings: [AdmissionWarning],
        _ policy: AdmissionPolicy,
        _ demand: LimitDemand,
        _ holder: GrantHolder,
        in limits: inout LimitMeters
    ) -> Verdict {
        var admittance = Admittance(warnings: warnings)
        guard !limits.claims.isEmpty || demand.reserves else { return .allowed(admittance) }
        var grant: NewGrant?
        if demand.reserves || limits.claims.holdSlots {
            guard limits.hasRoomForGrant else { return .refused(.tooManyGrants) }
            let secret = holder.secret()
            guard let id = GrantID(token: token, endUserID: request.endUserID, secret: secret)
            else { return .refused(.endUserUnnameable) }
            grant = NewGrant(id, request, policy, demand, holder)
            if case .connection(let connection)? = grant?.hold {
                admittance.watchesConnection = limits.watch(connection)
            }
        }
        limits.take(demand, grant)
        admittance.grant = grant?.id
        admittance.budget = TightestBudget(limits.claims, demand)
        admittance.remaining = RemainingLimits(limits.claims, demand)
        return .allowed(admittance)
    }

    /// Soft budgets that are reached.
    static func softBudgetWarnings(
        _ claims: LimitClaims,
        _ key: Cached<KeyRow>?
    ) -> [AdmissionWarning] {
        var warnings: [AdmissionWarning] = []
        guard claims.warn else { return warnings }
        for index in claims.list.indices where claims.list[index].isSoftBudgetReached {
            let entity = AdmissionEntity(claims.list[index].scope, key: key)
            warnings.append(AdmissionWarning(.softBudgetExceeded, entity))
        }
        return warnings
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
