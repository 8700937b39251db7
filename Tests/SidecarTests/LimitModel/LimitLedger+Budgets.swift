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
        return max(known - due.spent, .zero)
    }

    private func total(_ scope: LedgerScope, _ spend: Money?) -> Money? {
        guard let spend else { return nil }
        return booked.filter { $0.payer == scope }.reduce(spend) { $0 + $1.amount }
    }

    /// The first event opens a period, as long as the row says then; the first after its end the
    /// next, and one that finds nothing spent in it.
    private func modelSpent(_ scope: LedgerScope) -> Money {
        var end = Int64.min
        var sum = Money.zero
        for event in modelSpends where event.scope == scope {
            if event.at >= end || sum == .zero {
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
        let (least, most) = (max(used - lag(budget), .zero), used + excess(budget))
        check.spent = least...most
        func fails(_ used: Money) -> Bool {
            let isMet = budget.refusesAtLimit ? used >= limit : used > limit
            return isMet || demand(call).map { used + $0 > limit } ?? false
        }
        check.outcome = .init(fails: fails(least), most: fails(most))
        return check
    }

    /// Whether the call is warned of a soft budget, by what was spent and no estimates.
    ///
    /// A key's of 0 counts as none.
    func isSoftReached(_ budget: LedgerBudget) -> LedgerCheck.Outcome {
        guard let soft = budget.soft, soft != .zero || budget.scope.type != "key",
            let spent = spent(budget)
        else { return .passes }
        return .init(fails: spent - lag(budget) >= soft, most: spent + excess(budget) >= soft)
    }

    func excess(_ budget: LedgerBudget) -> Money { excess[budget.scope] ?? .zero }

    func lag(_ budget: LedgerBudget) -> Money { lag[budget.scope] ?? .zero }

    /// When the spend starts again, as far as that is known: a reset that is due is behind us.
    func nextReset(_ budget: LedgerBudget) -> Timestamp? {
        budget.resetAt.flatMap { $0 > now.wall ? $0 : nil }
    }

    func budgets(_ call: LedgerCall) -> [LedgerBudget] {
        rows.firstBudgets(call, now.wall) + rows.lastBudgets(call, now.wall)
    }

    // MARK: - Resets

    /// Rows have changed: until a read that no flush overlaps has told memory of it, that may have
    /// the old spend, or leave out what it did before the end moved.
    mutating func noteUnread(since before: [LedgerScope: Money]) {
        for (scope, budget) in rows.accounts(now.wall) {
            guard let old = before[scope], let spend = budget.spend else { continue }
            let known = due[scope]
            let (gone, leftOut) = (old - spend, known?.spent ?? .zero)
            if gone > .zero { fallen.insert(scope) }
            if gone > leftOut { excess[scope, default: .zero] += gone - leftOut }
            let hasMoved = known != nil && known?.resetAt != budget.resetAt
            if hasMoved, budget.isStartedAgain, leftOut > gone {
                lag[scope, default: .zero] += leftOut - gone
            }
        }
    }

    /// Whether a reset is due that nobody has seen, of a spend that is not known for sure.
    ///
    /// What memory would leave out then is not told anywhere.
    var isResetInDoubt: Bool {
        guard !excess.isEmpty || !lag.isEmpty || !fallen.isEmpty else { return false }
        return rows.accounts(now.wall).contains { scope, budget in
            guard let reset = budget.resetAt, reset <= now.wall, due[scope]?.resetAt != reset else {
                return false
            }
            return excess[scope] != nil || lag[scope] != nil || fallen.contains(scope)
        }
    }

    /// A call has come: what is over of all who pay for it is forgotten, and what is due of the
    /// budgets that bind it is left out from now on.
    mutating func noteResets(asking call: LedgerCall) {
        for budget in rows.payingBudgets(call, now.wall) { forgetReset(budget) }
        for budget in budgets(call) where budget.scope.model == nil { rememberReset(budget) }
    }

    /// An event has come: what is due of all who pay belongs to the period before it.
    mutating func noteResets(paying call: LedgerCall, knowsEndUser: Bool) {
        for budget in rows.payingBudgets(call, now.wall) where budget.isMoneyLimited {
            guard knowsEndUser || budget.scope.type != "end_user" else { continue }
            guard let reset = budget.resetAt, reset <= now.wall else { continue }
            forgetReset(budget)
            rememberReset(budget)
        }
    }

    /// All rows are looked through for those that nobody asks about any more.
    mutating func forgetResets() {
        for (_, budget) in rows.accounts(now.wall) { forgetReset(budget) }
    }

    /// Somebody has started the period again, or nobody does any more.
    private mutating func forgetReset(_ budget: LedgerBudget) {
        guard let known = due[budget.scope], known.resetAt != budget.resetAt else { return }
        guard budget.isStartedAgain || budget.resetAt == nil else { return }
        due[budget.scope] = nil
        // Memory leaves it out until it has surely read the row.
        if !isAllRead { lag[budget.scope, default: .zero] += known.spent }
    }

    /// What was spent until somebody first sees that a reset is due.
    private mutating func rememberReset(_ budget: LedgerBudget) {
        guard budget.isMoneyLimited, let reset = budget.resetAt, reset <= now.wall,
            due[budget.scope]?.resetAt != reset, let spent = total(budget.scope, budget.spend)
        else { return }
        due[budget.scope] = (reset, spent)
    }
}
