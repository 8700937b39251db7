import Store

@testable import Sidecar

/// One key with the rows around it, the settings and the time: a small world that tests change.
struct AdmissionWorld {
    static let token = TokenHash(ofKey: "sk-world-0123456789abcdef")
    static let key = AdmissionEntity.key(token, name: "sk-...cdef")

    var now = Timestamp(milliseconds: 1_800_000_000_000)
    var key: KeyRow
    var team: TeamRow?
    var teamAliases: [String: String]?
    var memberModels: [String]?
    var user: UserRow?
    var organization: OrganizationRow?
    var endUser: EndUserRow?
    var isEndUserVerified = true
    /// What the access groups grant that the key names.
    var keyGroupModels: [String] = []
    /// What those of them grant that were given to the key or its team.
    var ownedGroupModels: [String] = []
    var teamGroupModels: [String] = []
    var policy = AdmissionPolicy()
    var models = ProxyModels()

    init(_ change: (inout AdmissionWorld) -> Void = { _ in }) {
        key = KeyRow(token: Self.token)
        key.keyName = "sk-...cdef"
        change(&self)
    }

    var chain: AccountChain {
        var chain = AccountChain(key: Cached(key))
        chain.team = team.map(Cached.init)
        chain.teamAliases = teamAliases.map { Cached(ModelAliasesRow(id: 1, aliases: $0)) }
        chain.user = user.map(Cached.init)
        chain.organization = organization.map(Cached.init)
        chain.endUser = endUser.map(Cached.init)
        chain.isEndUserVerified = isEndUserVerified
        chain.keyAccessGroupModels = keyGroupModels
        chain.keyOwnedAccessGroupModels = ownedGroupModels
        chain.teamAccessGroupModels = teamGroupModels
        guard let memberModels, let userID = key.userID, let teamID = key.teamID else {
            return chain
        }
        let id = MembershipID(userID: userID, groupID: teamID)
        var budget = BudgetRow(budgetID: "member")
        budget.allowedModels = memberModels
        chain.teamMember = Cached(TeamMembershipRow(id: id))
        chain.teamMemberBudget = Cached(budget)
        return chain
    }

    /// Puts the key into a team whose row exists.
    mutating func joinTeam(_ change: (inout TeamRow) -> Void = { _ in }) {
        key.teamID = "t1"
        var row = TeamRow(teamID: "t1")
        change(&row)
        team = row
    }

    /// Gives the key to a user whose row exists.
    mutating func giveToUser(_ change: (inout UserRow) -> Void = { _ in }) {
        key.userID = "u1"
        var row = UserRow(userID: "u1")
        change(&row)
        user = row
    }

    /// Serves an end user whose row exists.
    mutating func serveEndUser(_ change: (inout EndUserRow) -> Void = { _ in }) {
        var row = EndUserRow(userID: "e1")
        change(&row)
        endUser = row
    }

    func verdict(_ request: AdmissionRequest = AdmissionRequest()) -> Verdict {
        AdmissionRules.verdict(chain, request, policy: policy, models: models, now: now)
    }

    func explanation(_ request: AdmissionRequest = AdmissionRequest()) -> [CheckReport] {
        AdmissionRules.explain(chain, request, policy: policy, models: models, now: now)
    }

    /// The refusal of a request for a model; nil if it is allowed.
    func refusal(model: String? = nil, route: String? = nil) -> Refusal? {
        verdict(AdmissionRequest(model: model, route: route)).refusal
    }
}

extension Verdict {
    var refusal: Refusal? {
        switch self {
        case .allowed: nil
        case .refused(let refusal): refusal
        }
    }
}
