/// Amounts by the tables of the rows that they belong to.
struct EntityAmounts: Equatable, Sendable {
    var keys: [TextID: Money] = [:]
    var users: [TextID: Money] = [:]
    var teams: [TextID: Money] = [:]
    var teamMembers: [MembershipID: Money] = [:]
    var organizations: [TextID: Money] = [:]
    var organizationMembers: [MembershipID: Money] = [:]
    var endUsers: [TextID: Money] = [:]

    init() {}

    init(_ charges: SpendCharges) {
        for (entity, amount) in charges.amounts {
            switch entity {
            case .key(let id): keys[TextID(id.hex)] = amount
            case .user(let id): users[id] = amount
            case .team(let id): teams[id] = amount
            case .teamMember(let id): teamMembers[id] = amount
            case .organization(let id): organizations[id] = amount
            case .organizationMember(let id): organizationMembers[id] = amount
            case .endUser(let id): endUsers[id] = amount
            }
        }
    }

    /// The same by entity.
    var byEntity: [SpendEntity: Money] {
        var result: [SpendEntity: Money] = [:]
        for (id, amount) in keys {
            guard let token = TokenHash(hex: id.text) else { continue }
            result[.key(token)] = amount
        }
        for (id, amount) in users { result[.user(id)] = amount }
        for (id, amount) in teams { result[.team(id)] = amount }
        for (id, amount) in teamMembers { result[.teamMember(id)] = amount }
        for (id, amount) in organizations { result[.organization(id)] = amount }
        for (id, amount) in organizationMembers { result[.organizationMember(id)] = amount }
        for (id, amount) in endUsers { result[.endUser(id)] = amount }
        return result
    }
}
