extension AccountRow {
    package static func spendEntity(of id: ID) -> SpendEntity? { nil }

    package var spend: Money? {
        get { nil }
        set {}
    }
}

extension KeyRow {
    package static func spendEntity(of id: TokenHash) -> SpendEntity? { .key(id) }
}

extension TeamRow {
    package static func spendEntity(of id: TextID) -> SpendEntity? { .team(id) }
}

extension UserRow {
    package static func spendEntity(of id: TextID) -> SpendEntity? { .user(id) }
}

extension OrganizationRow {
    package static func spendEntity(of id: TextID) -> SpendEntity? { .organization(id) }
}

extension TeamMembershipRow {
    package static func spendEntity(of id: MembershipID) -> SpendEntity? { .teamMember(id) }
}

extension OrganizationMembershipRow {
    package static func spendEntity(of id: MembershipID) -> SpendEntity? {
        .organizationMember(id)
    }
}

extension EndUserRow {
    package static func spendEntity(of id: TextID) -> SpendEntity? { .endUser(id) }
}
