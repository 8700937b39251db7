import Store
import Wire

/// Budgets and rates, as `key.authorize` tells them; written without a tree.
extension AnswerWriter {
    /// Writes the tightest budget, or null.
    mutating func write(_ budget: TightestBudget?) {
        guard let budget else { return null() }
        beginObject()
        members("\"entity\":")
        write(budget.scope)
        members("\"spend\":")
        write(budget.spend)
        members("\"max_budget\":")
        write(budget.maxBudget)
        members("\"remaining\":")
        write(budget.remaining)
        members("\"resets_at\":")
        write(budget.resetsAt)
        endObject()
    }

    /// Writes what is left of the rates.
    mutating func write(_ limits: RemainingLimits) {
        if limits == RemainingLimits() {
            let none: StaticString =
                """
                {"requests_remaining":null,"tokens_remaining":null,"parallel_remaining":null}
                """
            return raw(none)
        }
        beginObject()
        members("\"requests_remaining\":")
        write(limits.requests)
        members("\"tokens_remaining\":")
        write(limits.tokens)
        members("\"parallel_remaining\":")
        write(limits.parallel)
        endObject()
    }

    /// Writes whose limit it is; a token goes without a string of its digits.
    private mutating func write(_ scope: LimitScope) {
        let entity = AdmissionEntity(scope, key: nil)
        beginObject()
        members("\"type\":")
        if case .key(let token, _) = entity {
            members("\"key\",\"id\":")
            write(token)
        } else {
            let wire = entity.wire
            value(wire.type)
            members("\"id\":")
            value(wire.id)
        }
        endObject()
    }

    private mutating func write(_ number: Int64?) {
        if let number { value(number) } else { null() }
    }
}
