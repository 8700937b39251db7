import Store
import Wire

@testable import Sidecar

/// What the product answers beside what the ledger says.
extension LimitWalk {
    /// A call was let in: no check fails, and what is said to be left is left.
    mutating func admitted(
        _ call: LedgerCall,
        _ admittance: Admittance,
        isAlone: Bool = true
    ) throws {
        if let failed = ledger.checks(call).first(where: { $0.outcome == .fails }) {
            throw disagreement("let in, though \(failed) fails")
        }
        if ledger.isFull(for: call) { throw disagreement("let in with too many grants") }
        if (admittance.grant != nil) != ledger.needsGrant(call) {
            throw disagreement("grant \(String(describing: admittance.grant))")
        }
        ledger.take(call, grant: admittance.grant)
        coverage["admitted", default: 0] += 1
        // Of several at once nobody knows who came when, so only how many came in is compared.
        if isAlone {
            try compareBudget(call, admittance)
            try compareRates(call, admittance)
        }
    }

    private func compareBudget(_ call: LedgerCall, _ admittance: Admittance) throws {
        var lefts: [(left: Money, budget: LedgerBudget)] = []
        for budget in ledger.budgets(call) {
            guard let limit = budget.limit, let spent = ledger.spent(budget) else { continue }
            lefts.append((limit - spent - ledger.reserved(budget.scope), budget))
        }
        let least = lefts.map(\.left).min()
        guard admittance.budget?.remaining == least else {
            throw disagreement(
                "\(String(describing: admittance.budget)) where \(lefts) is left"
            )
        }
        guard let told = admittance.budget else { return }
        let isThere = lefts.contains { left, budget in
            left == least && budget.limit == told.maxBudget && ledger.spent(budget) == told.spend
                && (budget.scope.model != nil || ledger.nextReset(budget) == told.resetsAt)
        }
        if !isThere { throw disagreement("\(told) is not among \(lefts)") }
    }

    private func compareRates(_ call: LedgerCall, _ admittance: Admittance) throws {
        var (requests, tokens): (ClosedRange<Int128>?, ClosedRange<Int128>?)
        var slots: Int64?
        for rate in ledger.rows.rates(call) {
            requests = least(requests, rate, .requests, rate.terms.requestsPerMinute)
            tokens = least(tokens, rate, .tokens, rate.terms.tokensPerMinute)
            if let limit = rate.terms.parallelRequests {
                slots = min(slots ?? .max, limit - Int64(ledger.slots(rate.scope)))
            }
        }
        let told = admittance.remaining
        let fits =
            isWithin(told.requests, requests) && isWithin(told.tokens, tokens)
            && told.parallel == slots
        guard fits else {
            throw disagreement(
                "\(told) where \(String(describing: requests)), \(String(describing: tokens)), "
                    + "\(String(describing: slots)) is left"
            )
        }
    }

    private func isWithin(_ told: Int64?, _ range: ClosedRange<Int128>?) -> Bool {
        guard let told, let range else { return told == nil && range == nil }
        return range.contains(Int128(told))
    }

    private func least(
        _ known: ClosedRange<Int128>?,
        _ rate: LedgerRate,
        _ unit: LedgerCount.Unit,
        _ limit: Int64?
    ) -> ClosedRange<Int128>? {
        guard let limit = limit.map({ Int128($0) }) else { return known }
        let used = ledger.used(rate.scope, unit, at: time)
        let (low, high) = (max(0, limit - used.upperBound), max(0, limit - used.lowerBound))
        guard let known else { return low...high }
        return min(low, known.lowerBound)...min(high, known.upperBound)
    }

    /// A call was refused: by a check that may fail, and none before it fails.
    mutating func refused(_ call: LedgerCall, _ error: WireError) throws {
        coverage["\(error.kind)", default: 0] += 1
        let checks = ledger.checks(call)
        if error.kind == .overloaded {
            guard !checks.contains(where: { $0.outcome == .fails }), ledger.isFull(for: call) else {
                throw disagreement("overloaded, though there is room for a grant")
            }
            return
        }
        for check in checks {
            if check.outcome != .passes, fits(check, error) {
                coverage[check.name, default: 0] += 1
                if error.kind == .rateLimited { try compareDelay(call, error) }
                return
            }
            if check.outcome == .fails { throw disagreement("refused, but not by \(check)") }
        }
        throw disagreement("refused, though nothing fails: \(checks)")
    }

    private mutating func compareDelay(_ call: LedgerCall, _ error: WireError) throws {
        if ledger.rows.policy.countsRefusedRequests { ledger.countRefused(call) }
        let (told, range) = (error.context.retryAfterMilliseconds, ledger.delay(call))
        let fits = told.map { range?.contains($0) == true } ?? (range == nil)
        if !fits {
            throw disagreement(
                "retry after \(String(describing: told)) ms, not in \(String(describing: range))"
            )
        }
    }

    private func fits(_ check: LedgerCheck, _ error: WireError) -> Bool {
        guard check.kind == error.kind, let entity = error.context.entity,
            entity.type == check.scope.type
        else { return false }
        let id =
            check.scope.type == "key"
            ? ledger.rows.keys[Int(check.scope.id) ?? 0].token.hex : check.scope.id
        guard check.scope.type == "global" || entity.id == id else { return false }
        if let model = check.scope.model, error.context.model != model { return false }
        if check.kind == .rateLimited, check.scope.model == nil, error.context.model != nil {
            return false
        }
        if let limit = check.limit, error.context.limit != .double(limit.dollars) { return false }
        if let spent = check.spent, error.context.used != .double(spent.dollars) { return false }
        if let rate = check.rate, error.context.limit != .int(rate) { return false }
        if let used = check.used {
            guard case .int(let told)? = error.context.used else { return false }
            return used.contains(Int128(told))
        }
        return true
    }
}
