/// Limits of single models: `model_max_budget`, and `model_rpm_limit` and `model_tpm_limit` of the
/// metadata.
extension LimitHolder {
    /// Whether any model has limits of its own here.
    var limitsModels: Bool {
        switch self {
        case .key(let key, let tier):
            !key.row.modelLimits.isEmpty || key.row.facts.limitsModels
                || tier?.row.modelLimits.isEmpty == false
        case .team(let team): !team.row.modelLimits.isEmpty || team.row.facts.limitsModels
        case .user(let user): !user.row.modelLimits.isEmpty
        case .organization(let organization, _): organization.row.facts.limitsModels
        case .teamMember(_, let terms), .endUser(_, let terms): !terms.row.modelLimits.isEmpty
        case .organizationMember: false
        }
    }

    /// What limits a model here, and the name that the row knows it by: with its provider, or
    /// without.
    func limit(ofModel name: String) -> (name: String, limit: ModelLimit)? {
        guard limitsModels else { return nil }
        if let limit = limit(named: name) { return (name, limit) }
        guard let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let bare = String(name[name.index(after: slash)...])
        return limit(named: bare).map { (bare, $0) }
    }

    private func limit(named name: String) -> ModelLimit? {
        switch self {
        case .key(let key, let tier):
            let models = key.row.modelLimits.isEmpty ? tier?.row.modelLimits : key.row.modelLimits
            return key.row.facts.limit(named: name, within: models?[name])
        case .team(let team):
            return team.row.facts.limit(named: name, within: team.row.modelLimits[name])
        case .user(let user): return user.row.modelLimits[name]
        case .organization(let organization, _):
            return organization.row.facts.limit(named: name, within: nil)
        case .teamMember(_, let terms), .endUser(_, let terms): return terms.row.modelLimits[name]
        case .organizationMember: return nil
        }
    }
}

extension KeyMetadata {
    /// Whether it limits the rates of any model.
    package var limitsModels: Bool {
        !modelRequestsPerMinute.isEmpty || !modelTokensPerMinute.isEmpty
    }

    /// The stricter of a model's rates here and of those in `limit`.
    fileprivate func limit(named name: String, within limit: ModelLimit?) -> ModelLimit? {
        guard limitsModels else { return limit }
        var limit = limit
        if let requests = modelRequestsPerMinute[name] {
            limit = limit ?? ModelLimit()
            let other = limit?.rates.requestsPerMinute ?? .max
            limit?.rates.requestsPerMinute = min(requests, other)
        }
        if let tokens = modelTokensPerMinute[name] {
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
