import Store

@testable import Sidecar

/// The rows of the world, as the database has them, and the settings.
struct LedgerRows: Sendable {
    static let endUserBudgetID = "b-default"
    static let globalUserID = "litellm-proxy-budget"
    static let masterKey = "sk-walk-master-0123456789"

    var keys: [KeyRow] = []
    var keyTexts: [String] = []
    /// The hashes that keys had before, and the places of these, the oldest first.
    var formerTokens: [(token: TokenHash, key: Int)] = []
    var teams: [TeamRow] = []
    var users: [UserRow] = []
    var members: [TeamMembershipRow] = []
    var organizations: [OrganizationRow] = []
    var organizationMembers: [OrganizationMembershipRow] = []
    var endUsers: [EndUserRow] = []
    var budgets: [BudgetRow] = []
    /// Whether the job that starts budgets again knows more than the proxy's.
    var jobIsOurs = true
    var policy = AdmissionPolicy()
    var settings = LimitSettings()

    /// When a period ends: only where it can be read how long one is.
    static func end(_ terms: BudgetTerms?) -> Timestamp? {
        guard let duration = terms?.duration, ["1d", "30d", "1mo"].contains(duration) else {
            return nil
        }
        return terms?.resetAt
    }

    func budget(_ id: String?) -> BudgetRow? { budgets.first { $0.budgetID == id } }

    /// The rows that bind a call.
    func chain(_ call: LedgerCall) -> LedgerChain {
        let key = call.key.map { keys[$0] } ?? KeyRow(token: TokenHash(ofKey: Self.masterKey))
        let team = teams.first { $0.teamID == key.teamID }
        let member = MembershipID(userID: key.userID, groupID: key.teamID)
        let organizationID = key.organizationID ?? team?.organizationID
        let organizationMember = MembershipID(userID: key.userID, groupID: organizationID)
        return LedgerChain(
            keyPlace: call.key,
            key: key,
            team: team,
            member: members.first { $0.id == member },
            user: users.first { $0.userID == key.userID },
            organization: organizations.first { $0.organizationID == organizationID },
            organizationMember: organizationMembers.first { $0.id == organizationMember },
            endUser: endUsers.first { $0.userID == call.endUser },
            global: policy.globalBudget == nil
                ? nil : users.first { $0.userID == Self.globalUserID }
        )
    }
}
