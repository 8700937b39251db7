import Store

/// Short ways to write the rows that tests need.
enum Sample {
    static func token(_ number: Int) -> TokenHash { TokenHash(ofKey: "sk-\(number)") }

    static func key(_ number: Int, _ body: (inout KeyRow) -> Void = { _ in }) -> KeyRow {
        var row = KeyRow(token: token(number))
        body(&row)
        return row
    }

    static func team(_ id: String, _ body: (inout TeamRow) -> Void = { _ in }) -> TeamRow {
        var row = TeamRow(teamID: id)
        body(&row)
        return row
    }

    static func user(_ id: String, _ body: (inout UserRow) -> Void = { _ in }) -> UserRow {
        var row = UserRow(userID: id)
        body(&row)
        return row
    }

    static func organization(
        _ id: String,
        _ body: (inout OrganizationRow) -> Void = { _ in }
    ) -> OrganizationRow {
        var row = OrganizationRow(organizationID: id)
        body(&row)
        return row
    }

    static func budget(_ id: String, _ body: (inout BudgetRow) -> Void = { _ in }) -> BudgetRow {
        var row = BudgetRow(budgetID: id)
        body(&row)
        return row
    }

    static func endUser(_ id: String, _ body: (inout EndUserRow) -> Void = { _ in }) -> EndUserRow {
        var row = EndUserRow(userID: id)
        body(&row)
        return row
    }

    static func model(_ id: String, named name: String, groups: [String] = []) -> ProxyModelRow {
        var row = ProxyModelRow(modelID: id, modelName: name)
        row.accessGroups = groups
        return row
    }

    static func teamMember(user: String, team: String, budget: String? = nil) -> TeamMembershipRow {
        var row = TeamMembershipRow(id: MembershipID(userID: user, groupID: team))
        row.budgetID = budget
        return row
    }

    static func organizationMember(
        user: String,
        organization: String,
        budget: String? = nil
    ) -> OrganizationMembershipRow {
        var row = OrganizationMembershipRow(id: MembershipID(userID: user, groupID: organization))
        row.budgetID = budget
        return row
    }
}
