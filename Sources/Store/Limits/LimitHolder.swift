/// The limits that a row sets, by whatever columns and budget row it has them.
package struct LimitHolder: Sendable {
    package var scope: LimitScope
    /// Money and its period; without the increases that may hold.
    package var budget = BudgetTerms()
    /// When the spend starts again; nil: never.
    package var resetsAt: Timestamp?
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
    package static func key(_ key: Cached<KeyRow>, tier: Cached<BudgetRow>?) -> LimitHolder {
        var holder = LimitHolder(.key(key.row.token))
        holder.budget = key.row.budget
        holder.rates = key.row.rates
        holder.models = key.row.modelLimits
        holder.facts = key.row.facts
        holder.keyIncrease = BudgetIncrease(key.row.facts)
        holder.resetsAt = ResetKind.key.end(own: key.row.budget, tier: tier?.row.budget)
        if let tier { holder.fallBack(to: tier) }
        return holder
    }

    private mutating func fallBack(to tier: Cached<BudgetRow>) {
        if budget.maxBudget == nil { increase = BudgetIncrease(tier.row) }
        budget.maxBudget = budget.maxBudget ?? tier.row.budget.maxBudget
        budget.softBudget = budget.softBudget ?? tier.row.budget.softBudget
        rates.requestsPerMinute = rates.requestsPerMinute ?? tier.row.rates.requestsPerMinute
        rates.tokensPerMinute = rates.tokensPerMinute ?? tier.row.rates.tokensPerMinute
        if models.isEmpty { models = tier.row.modelLimits }
    }

    /// A team.
    package static func team(_ team: Cached<TeamRow>) -> LimitHolder {
        var holder = LimitHolder(.team(team.row.id))
        holder.budget = team.row.budget
        holder.resetsAt = ResetKind.team.end(own: team.row.budget, tier: nil)
        holder.rates = team.row.rates
        holder.models = team.row.modelLimits
        holder.facts = team.row.facts
        return holder
    }

    /// A user.
    package static func user(_ user: Cached<UserRow>) -> LimitHolder {
        var holder = LimitHolder(.user(user.row.id))
        holder.budget = user.row.budget
        holder.resetsAt = ResetKind.user.end(own: user.row.budget, tier: nil)
        holder.rates = user.row.rates
        holder.models = user.row.modelLimits
        return holder
    }

    /// Somebody whose limits all stand in a budget row: a member, an end user.
    package static func budget(_ terms: Cached<BudgetRow>, of scope: LimitScope) -> LimitHolder {
        var holder = LimitHolder(scope)
        holder.budget = terms.row.budget
        holder.resetsAt = ResetKind.teamMember.end(own: nil, tier: terms.row.budget)
        holder.increase = BudgetIncrease(terms.row)
        holder.rates = terms.row.rates
        holder.models = terms.row.modelLimits
        return holder
    }

    /// An organization; the models of its budget row bind nobody in the proxy.
    package static func organization(
        _ organization: Cached<OrganizationRow>,
        _ terms: Cached<BudgetRow>?
    ) -> LimitHolder {
        var holder = LimitHolder(.organization(organization.row.id))
        holder.facts = organization.row.facts
        guard let terms else { return holder }
        holder.budget = terms.row.budget
        holder.resetsAt = ResetKind.organization.end(own: nil, tier: terms.row.budget)
        holder.increase = BudgetIncrease(terms.row)
        holder.rates = terms.row.rates
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
