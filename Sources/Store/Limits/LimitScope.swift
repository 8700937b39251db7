/// Whom a limit binds: a row, a model of a row, or the proxy as a whole.
///
/// Each has its own meter.
package enum LimitScope: Hashable, Sendable {
    case key(TokenHash)
    case team(TextID)
    case teamMember(MembershipID)
    case user(TextID)
    case organization(TextID)
    case organizationMember(MembershipID)
    case endUser(TextID)
    case global
    case keyModel(TokenHash, model: TextID)
    case teamModel(TextID, model: TextID)
    case teamMemberModel(MembershipID, model: TextID)
    case userModel(TextID, model: TextID)
    case endUserModel(TextID, model: TextID)
    case organizationModel(TextID, model: TextID)

    /// The same without saying whose: what a check is about.
    package enum Kind: UInt8, CaseIterable, Sendable {
        case key, team, teamMember, user, organization, organizationMember, endUser, global
        case keyModel, teamModel, teamMemberModel, userModel, endUserModel, organizationModel
    }
}

extension LimitScope {
    /// What kind of scope it is.
    package var kind: Kind {
        switch self {
        case .key: .key
        case .team: .team
        case .teamMember: .teamMember
        case .user: .user
        case .organization: .organization
        case .organizationMember: .organizationMember
        case .endUser: .endUser
        case .global: .global
        case .keyModel: .keyModel
        case .teamModel: .teamModel
        case .teamMemberModel: .teamMemberModel
        case .userModel: .userModel
        case .endUserModel: .endUserModel
        case .organizationModel: .organizationModel
        }
    }

    /// The model that the limit is for; nil where it is for all together.
    package var model: TextID? {
        switch self {
        case .key, .team, .teamMember, .user, .organization, .organizationMember, .endUser,
            .global:
            nil
        case .keyModel(_, let model), .teamModel(_, let model), .teamMemberModel(_, let model),
            .userModel(_, let model), .endUserModel(_, let model),
            .organizationModel(_, let model):
            model
        }
    }

    /// The key that it is of; nil where it is of none.
    var token: TokenHash? {
        switch self {
        case .key(let token), .keyModel(let token, _): token
        case .team, .teamMember, .user, .organization, .organizationMember, .endUser, .global,
            .teamModel, .teamMemberModel, .userModel, .endUserModel, .organizationModel:
            nil
        }
    }

    /// The scope after a key got another hash; nil where it is not that key's.
    func moved(_ move: KeyMove) -> LimitScope? {
        switch self {
        case .key(let token): token == move.from ? .key(move.to) : nil
        case .keyModel(let token, let model):
            token == move.from ? .keyModel(move.to, model: model) : nil
        case .team, .teamMember, .user, .organization, .organizationMember, .endUser, .global,
            .teamModel, .teamMemberModel, .userModel, .endUserModel, .organizationModel:
            nil
        }
    }
}

extension LimitScope {
    /// The hash that places the scope's meter.
    var slotHash: Int {
        var hash = IDHash()
        hash.combine(UInt64(kind.rawValue))
        switch self {
        case .global: break
        case .key(let id): hash.combine(id)
        case .team(let id), .user(let id), .organization(let id), .endUser(let id):
            hash.combine(id)
        case .teamMember(let id), .organizationMember(let id): hash.combine(id)
        case .keyModel(let id, let model):
            hash.combine(id)
            hash.combine(model)
        case .teamMemberModel(let id, let model):
            hash.combine(id)
            hash.combine(model)
        case .teamModel(let id, let model), .userModel(let id, let model),
            .endUserModel(let id, let model), .organizationModel(let id, let model):
            hash.combine(id)
            hash.combine(model)
        }
        return hash.value
    }
}

extension LimitScope {
    /// The row that counts what the scope has spent; nil where none does, or the settings name it.
    var payer: SpendEntity? {
        switch self {
        case .key(let id): .key(id)
        case .team(let id): .team(id)
        case .teamMember(let id): .teamMember(id)
        case .user(let id): .user(id)
        case .organization(let id): .organization(id)
        case .organizationMember(let id): .organizationMember(id)
        case .endUser(let id): .endUser(id)
        case .global, .keyModel, .teamModel, .teamMemberModel, .userModel, .endUserModel,
            .organizationModel:
            nil
        }
    }
}

extension LimitScope.Kind {
    /// Whether it is one model of a row.
    var isOfModel: Bool { rawValue >= Self.keyModel.rawValue }

    /// By which comparison its budget is judged; nil where it never has one.
    package var budget: BudgetScope? {
        switch self {
        case .key: .key
        case .team: .team
        case .teamMember: .teamMember
        case .user: .user
        case .organization: .organization
        case .organizationMember: .organizationMember
        case .endUser: .endUser
        case .global: .global
        case .keyModel: .keyModel
        case .teamModel: .teamModel
        case .teamMemberModel: .teamMemberModel
        case .userModel: .userModel
        case .endUserModel: .endUserModel
        case .organizationModel: nil
        }
    }
}
