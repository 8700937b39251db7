import Store
import Wire

/// Budgets and rates as `key.explain` shows them.
extension AdmissionRules {
    /// What a check of limits found; nil for a check of something else.
    ///
    /// Of several models the first that refuses is shown, or else the first.
    static func report(
        on check: Check,
        _ refusal: Refusal?,
        _ claims: LimitClaims,
        _ key: Cached<KeyRow>?
    ) -> CheckReport? {
        let kind: LimitScope.Kind
        switch check.subject {
        case .rows: return nil
        case .budget(let scope), .rates(let scope): kind = scope
        }
        let found = claims.list.indices.filter {
            claims.list[$0].kind == kind && claims.list[$0].isAsked(by: check)
        }
        let model = refusal?.limitedModel
        guard
            let index = found.first(where: { claims.scopes[$0].model?.text == model })
                ?? found.first
        else {
            return CheckReport(check, nil, passed: true, detail: "Nothing to check: not limited.")
        }
        let (claim, scope) = (claims.list[index], claims.scopes[index])
        return CheckReport(
            check,
            AdmissionEntity(scope, key: key),
            passed: refusal == nil,
            limit: claim.shownLimit(by: check),
            used: claim.shownUse(by: check),
            detail: refusal?.sentence ?? claim.remainder(by: check, of: scope)
        )
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
        case .budget: maxBudget != nil
        case .rates: rates.isLimiting
        }
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
                "requests": .int(standing.requests), "tokens": .int(standing.tokens),
                "parallel": .int(standing.slots),
            ]
        }
    }

    fileprivate func remainder(by check: Check, of scope: LimitScope) -> String {
        switch check.subject {
        case .rows: return ""
        case .budget:
            guard let maxBudget, let used = standing.money.used else { return "Not limited." }
            let reset = standing.resetsAt.map { ", until \($0)" } ?? ""
            let model = scope.model.map { " for model \($0.text.echoed)" } ?? ""
            return "$\(maxBudget - used) are left\(model)\(reset)."
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
        limit.map { "\(RateRules.remaining(0, used, $0)) \(what)" }
    }
}
