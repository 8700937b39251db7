/// A row that `AccountsState` holds: where its table stands there, and what the row refers to.
package protocol AccountRow: CachedRow {
    associatedtype Links: SlotLinks = NoLinks

    /// The table of these rows.
    static var table: WritableKeyPath<AccountsState, RowTable<Self>> { get }

    /// The row with this id, as one of all cached rows.
    static func reference(to id: ID) -> RowReference

    /// What money for this row is booked on, if any is.
    static func spendEntity(of id: ID) -> SpendEntity?

    /// What the row says was spent; nil, too, where no money is booked.
    var spend: Money? { get set }

    /// The slots of the rows that this one refers to; makes slots for those not seen yet.
    func links(in state: inout AccountsState) -> Links
}

extension AccountRow where Links == NoLinks {
    package func links(in state: inout AccountsState) -> NoLinks { NoLinks() }
}

extension KeyRow: AccountRow {
    package static var table: WritableKeyPath<AccountsState, RowTable<KeyRow>> { \.keys }

    package static func reference(to id: TokenHash) -> RowReference { .key(id) }

    package func links(in state: inout AccountsState) -> KeyLinks {
        var links = KeyLinks()
        links.budget = state.budgets.link(to: budgetID)
        links.team = state.teams.link(to: teamID)
        links.user = state.users.link(to: userID)
        links.organization = state.organizations.link(to: organizationID)
        links.teamMember = state.teamMembers.link(
            to: MembershipID(userID: userID, groupID: teamID)
        )
        return links
    }
}

extension DeprecatedKeyRow: AccountRow {
    package static var table: WritableKeyPath<AccountsState, RowTable<DeprecatedKeyRow>> {
        \.deprecatedKeys
    }

    package static func reference(to id: TokenHash) -> RowReference { .deprecatedKey(id) }
}

extension TeamRow: AccountRow {
    package static var table: WritableKeyPath<AccountsState, RowTable<TeamRow>> { \.teams }

    package static func reference(to id: TextID) -> RowReference { .team(id) }

    package func links(in state: inout AccountsState) -> TeamLinks {
        var links = TeamLinks()
        links.organization = state.organizations.link(to: organizationID)
        links.aliases = state.modelAliases.link(to: modelAliasesID)
        return links
    }
}

extension ModelAliasesRow: AccountRow {
    package static var table: WritableKeyPath<AccountsState, RowTable<ModelAliasesRow>> {
        \.modelAliases
    }

    package static func reference(to id: Int32) -> RowReference { .modelAliases(id) }
}

extension UserRow: AccountRow {
    package static var table: WritableKeyPath<AccountsState, RowTable<UserRow>> { \.users }

    package static func reference(to id: TextID) -> RowReference { .user(id) }
}

extension OrganizationRow: AccountRow {
    package static var table: WritableKeyPath<AccountsState, RowTable<OrganizationRow>> {
        \.organizations
    }

    package static func reference(to id: TextID) -> RowReference { .organization(id) }

    package func links(in state: inout AccountsState) -> BudgetLink {
        BudgetLink(state.budgets.link(to: budgetID))
    }
}

extension TeamMembershipRow: AccountRow {
    package static var table: WritableKeyPath<AccountsState, RowTable<TeamMembershipRow>> {
        \.teamMembers
    }

    package static func reference(to id: MembershipID) -> RowReference { .teamMember(id) }

    package func links(in state: inout AccountsState) -> BudgetLink {
        BudgetLink(state.budgets.link(to: budgetID))
    }
}

extension OrganizationMembershipRow: AccountRow {
    package static var table: WritableKeyPath<AccountsState, RowTable<OrganizationMembershipRow>> {
        \.organizationMembers
    }

    package static func reference(to id: MembershipID) -> RowReference { .organizationMember(id) }

    package func links(in state: inout AccountsState) -> BudgetLink {
        BudgetLink(state.budgets.link(to: budgetID))
    }
}

extension EndUserRow: AccountRow {
    package static var table: WritableKeyPath<AccountsState, RowTable<EndUserRow>> { \.endUsers }

    package static func reference(to id: TextID) -> RowReference { .endUser(id) }

    package func links(in state: inout AccountsState) -> BudgetLink {
        BudgetLink(state.budgets.link(to: budgetID))
    }
}

extension BudgetRow: AccountRow {
    package static var table: WritableKeyPath<AccountsState, RowTable<BudgetRow>> { \.budgets }

    package static func reference(to id: TextID) -> RowReference { .budget(id) }
}

extension ProxyModelRow: AccountRow {
    package static var table: WritableKeyPath<AccountsState, RowTable<ProxyModelRow>> {
        \.proxyModels
    }

    package static func reference(to id: TextID) -> RowReference { .proxyModel(id) }
}

extension AccessGroupRow: AccountRow {
    package static var table: WritableKeyPath<AccountsState, RowTable<AccessGroupRow>> {
        \.accessGroups
    }

    package static func reference(to id: TextID) -> RowReference { .accessGroup(id) }
}
