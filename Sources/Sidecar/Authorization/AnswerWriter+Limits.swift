import Store
import Wire

/// Budgets and rates, as `key.authorize` tells them; written without a tree.
extension AnswerWriter {
    /// Writes the tightest budget, or null.
    mutating func write(_ budget: TightestBudget?) {
        guard let budget else { return null() }
        members("{\"entity\":")
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

    /// Writes whose limit it is; the usual ones go without an entity made for it.
    private mutating func write(_ scope: LimitScope) {
        switch scope {
        case .key(let token), .keyModel(let token, _):
            members("{\"type\":\"key\",\"id\":")
            write(token)
        case .team(let id), .teamModel(let id, _):
            members("{\"type\":\"team\",\"id\":")
            value(id.text)
        case .user(let id), .userModel(let id, _):
            members("{\"type\":\"user\",\"id\":")
            value(id.text)
        case .teamMember, .organization, .organizationMember, .endUser, .global, .teamMemberModel,
            .endUserModel, .organizationModel:
            let entity = AdmissionEntity(scope, key: nil).wire
            members("{\"type\":")
            value(entity.type)
            members("\"id\":")
            value(entity.id)
        }
        endObject()
    }

    private mutating func write(_ number: Int64?) {
        if let number { value(number) } else { null() }
    }
}
