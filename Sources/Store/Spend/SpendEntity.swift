/// A row whose `spend` an event raises.
package enum SpendEntity: Hashable, Sendable {
    case key(TokenHash)
    case user(TextID)
    case team(TextID)
    case teamMember(MembershipID)
    case organization(TextID)
    case organizationMember(MembershipID)
    case endUser(TextID)
}

extension SpendEntity {
    /// The hash that places what is pending for it.
    var slotHash: Int {
        var hash = IDHash()
        switch self {
        case .key(let id): hash.combine(id)
        case .user(let id): combine(1, id, &hash)
        case .team(let id): combine(2, id, &hash)
        case .organization(let id): combine(3, id, &hash)
        case .endUser(let id): combine(4, id, &hash)
        case .teamMember(let id): combine(5, id, &hash)
        case .organizationMember(let id): combine(6, id, &hash)
        }
        return hash.value
    }

    private func combine(_ kind: UInt64, _ id: TextID, _ hash: inout IDHash) {
        hash.combine(kind)
        hash.combine(id)
    }

    private func combine(_ kind: UInt64, _ id: MembershipID, _ hash: inout IDHash) {
        hash.combine(kind)
        hash.combine(id)
    }
}

extension SpendEvent {
    /// The rows that this event raises, each by the whole `spend`: those that the proxy raises.
    ///
    /// Failed requests raise them too, by what they cost. Events without spend raise nothing.
    package var charged: [SpendEntity] {
        guard spend != .zero else { return [] }
        var entities: [SpendEntity] = []
        if let token = identity.tokenHash { entities.append(.key(token)) }
        if let user = identity.userID { entities.append(.user(TextID(user))) }
        if let proxyUserID, proxyUserID != identity.userID {
            entities.append(.user(TextID(proxyUserID)))
        }
        if let team = identity.teamID { entities.append(.team(TextID(team))) }
        if let member = MembershipID(userID: identity.userID, groupID: identity.teamID) {
            entities.append(.teamMember(member))
        }
        if let organization = identity.organizationID {
            entities.append(.organization(TextID(organization)))
        }
        if let member = MembershipID(userID: identity.userID, groupID: identity.organizationID) {
            entities.append(.organizationMember(member))
        }
        if let endUserID { entities.append(.endUser(TextID(endUserID))) }
        return entities
    }
}
