/// A key with every row that it refers to: what an admission rule judges.
///
/// A row is nil where the key refers to none or where the row is verified to be absent. The proxy
/// tolerates keys whose team or user is gone (nothing in the database forbids them), so the rules
/// tell these two apart by the id in `key`.
package struct AccountChain: Sendable {
    package var key: Cached<KeyRow>
    /// The row that `key.budgetID` names: limits where the key's own are NULL.
    package var keyBudget: Cached<BudgetRow>?
    package var team: Cached<TeamRow>?
    package var teamAliases: Cached<ModelAliasesRow>?
    /// The key's user as a member of the key's team.
    package var teamMember: Cached<TeamMembershipRow>?
    package var teamMemberBudget: Cached<BudgetRow>?
    package var user: Cached<UserRow>?
    /// The key's own organization, or else its team's.
    package var organization: Cached<OrganizationRow>?
    package var organizationBudget: Cached<BudgetRow>?
    package var organizationMember: Cached<OrganizationMembershipRow>?
    package var organizationMemberBudget: Cached<BudgetRow>?
    /// The end user that the request named.
    package var endUser: Cached<EndUserRow>?
    package var endUserBudget: Cached<BudgetRow>?
    /// The user row that holds the spend of the proxy as a whole, where that has a budget.
    package var global: Cached<UserRow>?
    /// Whether the end user could be looked up; false only while the store is stale.
    package var isEndUserVerified = true
    /// Model names that the access groups of the key grant.
    package var keyAccessGroupModels: [String] = []
    /// Those of them whose group was given to the key or its team: they count for the team too.
    package var keyOwnedAccessGroupModels: [String] = []
    /// Model names that the access groups of the team grant.
    package var teamAccessGroupModels: [String] = []
    /// What is journaled and not yet in the rows above.
    package var pending = PendingSpend()
    /// What was made of the rows for an answer, if it is kept.
    package var answer = KeptAnswers.Finding.none
    /// Whether every row above is known to be current.
    package var isFresh = true

    package init(key: Cached<KeyRow>) {
        self.key = key
    }
}
