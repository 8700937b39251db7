import Store
import Wire

/// Budgets and rates as `key.explain` shows them.
extension AdmissionRules {
    /// What a check of limits found; nil for a check of something else.
    ///
    /// Of several models the first that refuses is shown, or else the one with the least left.
    static func report(
        on check: Check,
        _ refusal: Refusal?,
        _ limits: LimitMeters,
        _ demand: LimitDemand,
        _ key: Cached<KeyRow>?
    ) -> CheckReport? {
        if check.subject == .rows { return nil }
        let claims = limits.claims
        guard let index = shown(by: check, refusal, claims) else {
            return CheckReport(check, nil, passed: true, detail: "Nothing to check: not limited.")
        }
        let (claim, scope) = (claims.list[index], claims.scopes[index])
        var report = CheckReport(
            check,
            AdmissionEntity(scope, key: key),
            passed: refusal == nil,
            limit: claim.shownLimit(by: check),
            used: claim.shownUse(by: check),
            detail: refusal?.sentence ?? claim.remainder(by: check, of: scope)
        )
        report.remaining = claim.shownRemainder(by: check)
        switch check.subject {
        case .rows: break
        case .budget: report.resetsAt = claim.standing.resetsAt
        case .rates:
            report.retryAfter = refusal == nil ? nil : limits.retryAfter(demand, of: claim)
        }
        return report
    }

    private static func shown(
        by check: Check,
        _ refusal: Refusal?,
        _ claims: LimitClaims
    ) -> Int? {
        let found = claims.list.indices.filter { claims.list[$0].isAsked(by: check) }
        guard let refusal else {
            return found.min { claims.list[$0].slack(by: check) < claims.list[$1].slack(by: check) }
        }
        return found.first { claims.scopes[$0].model?.text == refusal.limitedModel }
    }
}

extension Refusal {
    fileprivate var limitedModel: String? {
        switch self {
        case .budgetExceeded(let budget): budget.model
        case .rateLimited(let rate): rate.model
        case .malformedKey, .unknownKey, .blocked, .ownerDeactivated, .expired, .modelNotAllowed,
            .noModelsOutsideTeams, .routeNotAllowed, .tooManyGrants, .endUserUnnameable:
            nil
        }
    }
}

extension LimitClaim {
    fileprivate func isAsked(by check: Check) -> Bool {
        switch check.subject {
        case .rows: false
        case .budget(let kind): self.kind == kind && maxBudget != nil
        case .rates(let kind): self.kind == kind && rates.isLimiting
        }
    }

    /// By which the tightest of several is found: dollars, or the smallest share of a rate.
    fileprivate func slack(by check: Check) -> Double {
        switch check.subject {
        case .rows: .infinity
        case .budget: (remainingBudget ?? .greatest).dollars
        case .rates:
            [
                share(rates.requestsPerMinute, standing.requests),
                share(rates.tokensPerMinute, standing.tokens),
                share(rates.parallelRequests, standing.slots),
            ].min() ?? .infinity
        }
    }

    private func share(_ limit: Int64?, _ used: Int64) -> Double {
        guard let limit else { return .infinity }
        return limit > 0 ? Double(RateRules.remaining(0, used, limit)) / Double(limit) : 0
    }

    /// Less than zero where more was spent; nil where nobody knows what was.
    private var remainingBudget: Money? {
        guard let maxBudget, let used = standing.money.used else { return nil }
        return maxBudget - used
    }

    fileprivate func shownLimit(by check: Check) -> JSON {
        switch check.subject {
        case .rows: .null
        case .budget: maxBudget.map { .double($0.dollars) } ?? .null
        case .rates:
            [
                "requests": .optional(rates.requestsPerMinute),
                "tokens": .optional(rates.tokensPerMinute),
                "parallel": .optional(rates.parallelRequests),
            ]
        }
    }

    fileprivate func shownUse(by check: Check) -> JSON {
        switch check.subject {
        case .rows: .null
        case .budget: standing.money.used.map { .double($0.dollars) } ?? .null
        case .rates:
            [
                "requests": shown(standing.requests, of: rates.requestsPerMinute),
                "tokens": shown(standing.tokens, of: rates.tokensPerMinute),
                "parallel": .int(standing.slots),
            ]
        }
    }

    /// A window that began full counts more than any limit: as an error, it shows the limit.
    private func shown(_ used: Int64, of limit: Int64?) -> JSON {
        .int(RateRules.isFull(used) ? max(limit ?? 0, 0) : used)
    }

    fileprivate func shownRemainder(by check: Check) -> JSON {
        switch check.subject {
        case .rows: .null
        case .budget: remainingBudget.map { .double($0.dollars) } ?? .null
        case .rates:
            [
                "requests": .optional(remaining(rates.requestsPerMinute, standing.requests)),
                "tokens": .optional(remaining(rates.tokensPerMinute, standing.tokens)),
                "parallel": .optional(remaining(rates.parallelRequests, standing.slots)),
            ]
        }
    }

    private func remaining(_ limit: Int64?, _ used: Int64) -> Int64? {
        limit.map { RateRules.remaining(0, used, $0) }
    }

    fileprivate func remainder(by check: Check, of scope: LimitScope) -> String {
        switch check.subject {
        case .rows: return ""
        case .budget:
            guard let remainingBudget else { return "Not limited." }
            let reset = standing.resetsAt.map { ", until \($0)" } ?? ""
            let model = scope.model.map { " for model \($0.text.echoed)" } ?? ""
            return "$\(remainingBudget) are left\(model)\(reset)."
        case .rates:
            let model = scope.model.map { " for model \($0.text.echoed)" } ?? ""
            let left = [
                left(rates.requestsPerMinute, standing.requests, "requests"),
                left(rates.tokensPerMinute, standing.tokens, "tokens"),
                left(rates.parallelRequests, standing.slots, "parallel requests"),
            ]
            return "\(left.compactMap(\.self).joined(separator: ", ")) left\(model)."
        }
    }

    private func left(_ limit: Int64?, _ used: Int64, _ what: String) -> String? {
        remaining(limit, used).map { "\($0) \(what)" }
    }
}
