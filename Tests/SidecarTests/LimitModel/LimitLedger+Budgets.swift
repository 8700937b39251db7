import Store
import Wire

@testable import Sidecar

/// Money.
extension LimitLedger {
    /// What counts of a budget without reservations; nil where it is no number.
    func spent(_ budget: LedgerBudget) -> Money? {
        if budget.scope.model != nil {
            return modelSpent(budget.scope)
        }
        guard let known = total(budget.scope, budget.spend) else { return nil }
        guard let reset = budget.resetAt, let due = due[budget.scope] else { return known }
        // What nobody starts again is left out until the next end.
        if budget.isStartedAgain || due.resetAt == reset {
            guard due.resetAt == reset, reset <= now.wall else { return known }
        }
        return known - due.spent
    }

    private func total(_ scope: LedgerScope, _ spend: Money?) -> Money? {
        guard let spend else { return nil }
        return booked.filter { $0.payer == scope }.reduce(spend) { $0 + $1.amount }
    }

    /// The first event opens a period, as long as the row says then; the first after its end the
    /// next.
    private func modelSpent(_ scope: LedgerScope) -> Money {
        var end = Int64.min
        var sum = Money.zero
        for event in modelSpends where event.scope == scope {
            if event.at >= end {
                end = event.period.map { event.at + $0 } ?? .max
                sum = .zero
            }
            sum += event.amount
        }
        return now.monotonicNanoseconds >= end ? .zero : sum
    }

    static func nanoseconds(_ duration: String) -> Int64? {
        guard let count = Int64(duration.dropLast()) else { return nil }
        return switch duration.last {
        case "s": count * second
        case "m": count * 60 * second
        case "h": count * 3_600 * second
        default: nil  // open set: what a row says
        }
    }

    func reserved(_ scope: LedgerScope) -> Money {
        grants.filter { $0.isOpen(at: now.monotonicNanoseconds) }
            .reduce(.zero) { $0 + ($1.money[scope] ?? .zero) }
    }

    /// What a call reserves, and is judged by.
    func demand(_ call: LedgerCall) -> Money? {
        guard rows.policy.reserves, let cost = call.cost else { return nil }
        return rows.policy.grantCap.map { min($0, cost) } ?? cost
    }

    func check(_ budget: LedgerBudget, _ call: LedgerCall) -> LedgerCheck {
        var check = LedgerCheck(
            name: budget.name,
            scope: budget.scope,
            kind: .budgetExceeded,
            outcome: .passes
        )
        guard let limit = budget.limit else { return check }
        check.limit = limit
        guard let spent = spent(budget) else {
            check.outcome = .fails
            return check
        }
        let used = spent + reserved(budget.scope)
        check.spent = used
        let isMet = budget.refusesAtLimit ? used >= limit : used > limit
        let isTooMuch = demand(call).map { used + $0 > limit } ?? false
        check.outcome = isMet || isTooMuch ? .fails : .passes
        return check
    }

    /// When the spend starts again, as far as that is known: a reset that is due is behind us.
    func nextReset(_ budget: LedgerBudget) -> Timestamp? {
        budget.resetAt.flatMap { $0 > now.wall ? $0 : nil }
    }

    func budgets(_ call: LedgerCall) -> [LedgerBudget] {
        rows.firstBudgets(call, now.wall) + rows.lastBudgets(call, now.wall)
    }

    // MARK: - Resets

    /// Every budget of the world that has a time of reset.
    private var resettable: [LedgerBudget] {
        var budgets: [LedgerBudget] = []
        for key in rows.keys.indices {
            for endUser in [nil] + rows.endUsers.map({ Optional($0.userID) }) {
                budgets += self.budgets(LedgerCall(key: key, endUser: endUser))
            }
        }
        return budgets
    }

    /// Where a reset has become due, what was spent until now is left out from now on.
    mutating func noteResets() {
        for budget in resettable where budget.limit != nil || budget.soft != nil {
            guard let reset = budget.resetAt else {
                due[budget.scope] = nil
                continue
            }
            if let known = due[budget.scope] {
                if known.resetAt == reset { continue }
                if !budget.isStartedAgain, reset > now.wall { continue }
            }
            due[budget.scope] = nil
            guard reset <= now.wall, let spent = total(budget.scope, budget.spend) else { continue }
            due[budget.scope] = (reset, spent)
        }
    }
}
