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
