import Store

@testable import Sidecar

/// Amounts of whole cents, which tests are written in.
func cents(_ count: Int) -> Money { Money(picodollars: Int128(count) * 10_000_000_000) }

extension AdmissionWorld {
    /// Where a budget can stand, by the name of its check.
    static let budgets:
        [(check: Check, set: @Sendable (inout AdmissionWorld, BudgetTerms) -> Void)] =
            [
                (.keyBudget, { $0.key.budget = $1 }),
                (.teamMemberBudget, { $0.joinTeam(as: "u1", $1) }),
                (.teamBudget, { world, terms in world.joinTeam { $0.budget = terms } }),
                (.organizationBudget, { $0.joinOrganization($1) }),
                (.userBudget, { world, terms in world.giveToUser { $0.budget = terms } }),
                (.organizationMemberBudget, { $0.joinOrganization(member: $1) }),
                (.endUserBudget, { $0.serveEndUser($1) }),
                (.globalBudget, { $0.limitAll($1) }),
            ]

    /// A world in which one budget limits, and so much is spent of it.
    static func limited(
        _ check: Check,
        spent: Money?,
        of max: Money,
        _ change: (inout BudgetTerms) -> Void = { _ in }
    ) -> AdmissionWorld {
        var terms = BudgetTerms()
        terms.maxBudget = max
        change(&terms)
        var world = AdmissionWorld()
        world.policy.enforcesOrganizationMemberBudgets = true
        for budget in budgets where budget.check == check { budget.set(&world, terms) }
        world.spend(spent)
        return world
    }

    /// Every row says that so much was spent.
    mutating func spend(_ amount: Money?) {
        key.spend = amount
        team?.spend = amount
        memberSpend = amount
        user?.spend = amount
        organization?.spend = amount
        organizationMember?.spend = amount
        endUser?.spend = amount
        global?.spend = amount
    }

    /// Makes the key's user a member of its team, with a budget row.
    mutating func joinTeam(as user: String, _ terms: BudgetTerms = BudgetTerms()) {
        joinTeam()
        key.userID = user
        memberBudget = BudgetRow(budgetID: "member")
        memberBudget?.budget = terms
    }

    mutating func joinOrganization(_ terms: BudgetTerms = BudgetTerms()) {
        key.organizationID = "o1"
        organization = OrganizationRow(organizationID: "o1")
        organizationBudget = BudgetRow(budgetID: "organization")
        organizationBudget?.budget = terms
    }

    mutating func joinOrganization(member terms: BudgetTerms) {
        joinOrganization()
        key.userID = "u1"
        organizationMember = OrganizationMembershipRow(
            id: MembershipID(userID: "u1", groupID: "o1")
        )
        organizationMemberBudget = BudgetRow(budgetID: "member")
        organizationMemberBudget?.budget = terms
    }

    mutating func serveEndUser(_ terms: BudgetTerms) {
        serveEndUser()
        endUserBudget = BudgetRow(budgetID: "end_user")
        endUserBudget?.budget = terms
    }

    mutating func limitAll(_ terms: BudgetTerms) {
        policy.globalBudget = terms.maxBudget
        var row = UserRow(userID: "litellm-proxy-budget")
        row.budget = terms
        global = row
    }

    /// A request that may cost so much.
    static func costing(_ amount: Money) -> AdmissionRequest {
        var request = AdmissionRequest()
        request.estimatedCost = amount
        return request
    }
}
