import Store

/// The rows that bind one call.
struct LedgerChain: Sendable {
    /// nil for the master key, which no row stands for.
    var keyPlace: Int?
    var key: KeyRow
    var team: TeamRow?
    var member: TeamMembershipRow?
    var user: UserRow?
    var organization: OrganizationRow?
    var organizationMember: OrganizationMembershipRow?
    var endUser: EndUserRow?
    var global: UserRow?

    var keyScope: LedgerScope { LedgerScope(type: "key", id: keyPlace.map(String.init) ?? "") }
    var teamScope: LedgerScope { LedgerScope(type: "team", id: team?.teamID ?? "") }
    var userScope: LedgerScope { LedgerScope(type: "user", id: user?.userID ?? "") }
    var memberScope: LedgerScope {
        LedgerScope(type: "team_member", id: Self.id(member?.id))
    }
    var organizationScope: LedgerScope {
        LedgerScope(type: "organization", id: organization?.organizationID ?? "")
    }
    var organizationMemberScope: LedgerScope {
        LedgerScope(type: "organization_member", id: Self.id(organizationMember?.id))
    }
    var endUserScope: LedgerScope { LedgerScope(type: "end_user", id: endUser?.userID ?? "") }
    /// The proxy as a whole: what is spent stands in a user's row.
    static let globalScope = LedgerScope(type: "global", id: "")

    static func id(_ member: MembershipID?) -> String {
        member.map { "\($0.groupID)/\($0.userID)" } ?? ""
    }

    /// All whom an event of this key is booked on.
    var payers: [LedgerScope] {
        var payers = keyPlace == nil ? [] : [keyScope]
        if team != nil { payers.append(teamScope) }
        if user != nil { payers.append(userScope) }
        if member != nil { payers.append(memberScope) }
        if organization != nil { payers.append(organizationScope) }
        if organizationMember != nil { payers.append(organizationMemberScope) }
        if endUser != nil { payers.append(endUserScope) }
        if global != nil { payers.append(Self.globalScope) }
        return payers
    }
}
