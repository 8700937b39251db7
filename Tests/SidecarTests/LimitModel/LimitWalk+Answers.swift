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
        cover("admitted")
        if call.key == nil { cover("master key admitted") }
        if call.isInformation { cover("budgets waived") }
        try compareWarnings(call, admittance)
        // Of several at once nobody knows who came when, so only how many came in is compared.
        if isAlone {
            try compareBudget(call, admittance)
            try compareRates(call, admittance)
        }
    }

    private func compareBudget(_ call: LedgerCall, _ admittance: Admittance) throws {
        var lefts: [(left: ClosedRange<Money>, budget: LedgerBudget)] = []
        for budget in ledger.budgets(call) {
            guard let limit = budget.limit, let spent = ledger.spent(budget) else { continue }
            let left = limit - spent - ledger.reserved(budget.scope)
            let most = left + ledger.lag(budget)
            lefts.append((left - ledger.excess(budget)...most, budget))
        }
        guard let told = admittance.budget, let least = lefts.map(\.left.lowerBound).min(),
            let most = lefts.map(\.left.upperBound).min()
        else {
            guard admittance.budget == nil, lefts.isEmpty else {
                throw disagreement("\(String(describing: admittance.budget)), not \(lefts)")
            }
            return
        }
        let isThere = lefts.contains { left, budget in
            left.contains(told.remaining) && budget.limit == told.maxBudget
                && told.maxBudget - told.spend - ledger.reserved(budget.scope) == told.remaining
                && (budget.scope.model != nil || ledger.nextReset(budget) == told.resetsAt)
        }
        guard (least...most).contains(told.remaining), isThere else {
            throw disagreement("\(told) where \(lefts) is left")
        }
    }

    private mutating func compareWarnings(_ call: LedgerCall, _ admittance: Admittance) throws {
        let told = admittance.warnings.filter { $0.kind == .softBudgetExceeded }
            .map(\.entity.wire.type)
        for budget in ledger.budgets(call) where budget.scope.model == nil {
            let isTold = told.contains(budget.scope.type)
            if isTold { cover("soft budget exceeded") }
            let soft = ledger.isSoftReached(budget)
            guard isTold ? soft != .passes : soft != .fails else {
                throw disagreement("soft budget of \(budget), told: \(told)")
            }
        }
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
        cover("\(error.kind)")
        let checks = ledger.checks(call)
        if error.kind == .overloaded {
            guard !checks.contains(where: { $0.outcome == .fails }), ledger.isFull(for: call) else {
                throw disagreement("overloaded, though there is room for a grant")
            }
            return
        }
        for check in checks {
            if check.outcome != .passes, fits(check, error) {
                cover(check.name)
                if check.outcome == .open { cover("either verdict is right") }
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
        cover("a \(ledger.rows.settings.window) minute is full")
        cover(told == nil ? "waiting does not help" : "waiting helps")
        let fits = told.map { range?.contains($0) == true } ?? (range == nil)
        guard error.context.isRetriable == ledger.mayHaveRoomLater(call) else {
            throw disagreement("retriable: \(String(describing: error.context.isRetriable))")
        }
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
        if let spent = check.spent {
            guard let told = error.context.used?.double,
                (spent.lowerBound.dollars...spent.upperBound.dollars).contains(told)
            else { return false }
        }
        if let rate = check.rate, error.context.limit != .int(rate) { return false }
        if let used = check.used {
            guard case .int(let told)? = error.context.used else { return false }
            // A first minute that counts as full is told as its limit.
            let isFirst = used.upperBound >= LimitLedger.full && told == check.rate
            return isFirst || used.contains(Int128(told))
        }
        return true
    }
}
