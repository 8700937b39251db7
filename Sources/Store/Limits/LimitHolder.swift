/// The limits that a row sets, by whatever columns and budget row it has them.
package struct LimitHolder: Sendable {
    package var scope: LimitScope
    /// Money and its period; without the increases that may hold.
    package var budget = BudgetTerms()
    /// `temp_budget_increase` of the row that `maxBudget` is of.
    var increase: BudgetIncrease?
    /// The same in the metadata of a key.
    var keyIncrease: BudgetIncrease?
    package var rates = RateTerms()
    /// `model_max_budget`.
    package var models: [String: ModelLimit] = [:]
    /// `model_rpm_limit` and `model_tpm_limit` of the metadata.
    package var facts = KeyMetadata()

    package init(_ scope: LimitScope) {
        self.scope = scope
    }
}

extension LimitHolder {
    /// A key; its tier counts only where a column of its own is NULL, and never for slots, which
    /// the proxy does not read of it.
    package static func key(_ row: KeyRow, tier: BudgetRow?) -> LimitHolder {
        var holder = LimitHolder(.key(row.token))
        holder.budget = row.budget
        holder.rates = row.rates
        holder.models = row.modelLimits
        holder.facts = row.facts
        holder.keyIncrease = BudgetIncrease(row.facts)
        guard let tier else { return holder }
        if row.budget.maxBudget == nil { holder.increase = BudgetIncrease(tier) }
        holder.budget.maxBudget = row.budget.maxBudget ?? tier.budget.maxBudget
        holder.budget.softBudget = row.budget.softBudget ?? tier.budget.softBudget
        if row.budget.duration == nil { holder.budget.resetAt = tier.budget.resetAt }
        holder.rates.requestsPerMinute = row.rates.requestsPerMinute ?? tier.rates.requestsPerMinute
        holder.rates.tokensPerMinute = row.rates.tokensPerMinute ?? tier.rates.tokensPerMinute
        if row.modelLimits.isEmpty { holder.models = tier.modelLimits }
        return holder
    }

    /// A team.
    package static func team(_ row: TeamRow) -> LimitHolder {
        var holder = LimitHolder(.team(row.id))
        holder.budget = row.budget
        holder.rates = row.rates
        holder.models = row.modelLimits
        holder.facts = row.facts
        return holder
    }

    /// A user.
    package static func user(_ row: UserRow) -> LimitHolder {
        var holder = LimitHolder(.user(row.id))
        holder.budget = row.budget
        holder.rates = row.rates
        holder.models = row.modelLimits
        return holder
    }

    /// Somebody whose limits all stand in a budget row: a member, an end user.
    package static func budget(_ row: BudgetRow, of scope: LimitScope) -> LimitHolder {
        var holder = LimitHolder(scope)
        holder.budget = row.budget
        holder.increase = BudgetIncrease(row)
        holder.rates = row.rates
        holder.models = row.modelLimits
        return holder
    }

    /// An organization; the models of its budget row bind nobody in the proxy.
    package static func organization(_ row: OrganizationRow, _ budget: BudgetRow?) -> LimitHolder {
        var holder = LimitHolder(.organization(row.id))
        holder.facts = row.facts
        guard let budget else { return holder }
        holder.budget = budget.budget
        holder.increase = BudgetIncrease(budget)
        holder.rates = budget.rates
        return holder
    }

    /// The limit on money that holds now; nil where there is none.
    package func maxBudget(at now: Timestamp) -> Money? {
        guard let kind = scope.kind.budget else { return nil }
        let raised = BudgetRules.limit(
            of: kind,
            max: budget.maxBudget,
            increase: increase?.amount,
            increaseEnds: increase?.ends,
            now: now
        )
        guard let keyIncrease else { return raised }
        return BudgetRules.limit(
            of: kind,
            max: raised,
            increase: keyIncrease.amount,
            increaseEnds: keyIncrease.ends,
            now: now
        )
    }

    /// Whether any model has limits of its own here.
    @inline(__always)
    package var limitsModels: Bool {
        !models.isEmpty || !facts.modelRequestsPerMinute.isEmpty
            || !facts.modelTokensPerMinute.isEmpty
    }

    /// What limits a model here, and the name that the row knows it by: with its provider, or
    /// without.
    package func limit(ofModel name: String) -> (name: String, limit: ModelLimit)? {
        guard limitsModels else { return nil }
        if let limit = limit(named: name) { return (name, limit) }
        guard let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let bare = String(name[name.index(after: slash)...])
        return limit(named: bare).map { (bare, $0) }
    }

    private func limit(named name: String) -> ModelLimit? {
        var limit = models[name]
        if let requests = facts.modelRequestsPerMinute[name] {
            limit = limit ?? ModelLimit()
            let other = limit?.rates.requestsPerMinute ?? .max
            limit?.rates.requestsPerMinute = min(requests, other)
        }
        if let tokens = facts.modelTokensPerMinute[name] {
            limit = limit ?? ModelLimit()
            let other = limit?.rates.tokensPerMinute ?? .max
            limit?.rates.tokensPerMinute = min(tokens, other)
        }
        return limit
    }
}

extension LimitScope {
    /// One model of a row; nil where models have no limits of their own.
    package func ofModel(_ model: TextID) -> LimitScope? {
        switch self {
        case .key(let id): .keyModel(id, model: model)
        case .team(let id): .teamModel(id, model: model)
        case .teamMember(let id): .teamMemberModel(id, model: model)
        case .user(let id): .userModel(id, model: model)
        case .organization(let id): .organizationModel(id, model: model)
        case .endUser(let id): .endUserModel(id, model: model)
        case .organizationMember, .global, .keyModel, .teamModel, .teamMemberModel, .userModel,
            .endUserModel, .organizationModel:
            nil
        }
    }
}
