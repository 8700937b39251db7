import Store
import Wire

/// Budgets and rates, as `key.authorize` tells them; written without a tree.
extension AnswerWriter {
    /// Writes the tightest budget, or null.
    mutating func write(_ budget: TightestBudget?) {
        guard let budget else { return null() }
        beginObject()
        name("entity")
        write(budget.scope)
        name("spend")
        value(budget.spend.dollars)
        name("max_budget")
        value(budget.maxBudget.dollars)
        name("remaining")
        value(budget.remaining.dollars)
        name("resets_at")
        write(budget.resetsAt)
        endObject()
    }

    /// Writes what is left of the rates.
    mutating func write(_ limits: RemainingLimits) {
        beginObject()
        name("requests_remaining")
        write(limits.requests)
        name("tokens_remaining")
        write(limits.tokens)
        name("parallel_remaining")
        write(limits.parallel)
        endObject()
    }

    /// Writes whose limit it is; a token goes without a string of its digits.
    private mutating func write(_ scope: LimitScope) {
        let entity = AdmissionEntity(scope, key: nil)
        beginObject()
        name("type")
        if case .key(let token, _) = entity {
            raw("\"key\"")
            name("id")
            write(token)
        } else {
            value(entity.wire.type)
            name("id")
            value(entity.wire.id)
        }
        endObject()
    }

    private mutating func write(_ number: Int64?) {
        if let number { value(number) } else { null() }
    }
}
