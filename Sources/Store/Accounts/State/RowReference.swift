/// One row of one cached table.
package enum RowReference: Hashable, Sendable {
    case key(TokenHash)
    case deprecatedKey(TokenHash)
    case team(TextID)
    case modelAliases(Int32)
    case user(TextID)
    case organization(TextID)
    case teamMember(MembershipID)
    case organizationMember(MembershipID)
    case endUser(TextID)
    case budget(TextID)
    case proxyModel(TextID)
    case accessGroup(TextID)
}
