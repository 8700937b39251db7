@testable import Store

extension AccountChain {
    /// A row that a chain says to be like this, or absent.
    struct Claim {
        let reference: RowReference
        let row: (any AccountRow)?
    }

    /// Everything that the chain says about single rows.
    func claims(_ request: AccountRequest) -> [Claim] {
        let key = key.row
        var claims = [Claim(reference: key.reference, row: key)]
        func add<Row: AccountRow>(_ id: Row.ID?, _ row: Cached<Row>?) {
            guard let id else { return }
            claims.append(Claim(reference: Row.reference(to: id), row: row?.row))
        }
        func text(_ id: String?) -> TextID? { id.map { TextID($0) } }

        add(text(key.budgetID), keyBudget)
        add(text(key.teamID), team)
        add(team?.row.modelAliasesID, teamAliases)
        add(MembershipID(userID: key.userID, groupID: key.teamID), teamMember)
        add(text(teamMember?.row.budgetID), teamMemberBudget)
        add(text(key.userID), user)
        let organizationID = key.organizationID ?? team?.row.organizationID
        add(text(organizationID), organization)
        add(text(organization?.row.budgetID), organizationBudget)
        add(MembershipID(userID: key.userID, groupID: organizationID), organizationMember)
        add(text(organizationMember?.row.budgetID), organizationMemberBudget)
        if isEndUserVerified { add(text(request.endUserID), endUser) }
        add(text(endUser?.row.budgetID), endUserBudget)
        return claims
    }
}
