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
    var keyBudget: BudgetRow?
    /// The budget row of the membership in the team; made where it is nil and models are given.
    var memberBudget: BudgetRow?
    var memberSpend: Money? = .zero
    var organizationBudget: BudgetRow?
    var organizationMember: OrganizationMembershipRow?
    var organizationMemberBudget: BudgetRow?
    var endUserBudget: BudgetRow?
    var global: UserRow?
    var pending = PendingSpend()
    /// The clock that never goes back.
    var clock: Int64 = 1_000_000_000_000
    var limits = LimitMeters()
    private var secrets: UInt64 = 0
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
        addBudgets(to: &chain)
        addMembership(to: &chain)
        return chain
    }

    private func addBudgets(to chain: inout AccountChain) {
        chain.keyBudget = keyBudget.map(Cached.init)
        chain.organizationBudget = organizationBudget.map(Cached.init)
        chain.organizationMember = organizationMember.map(Cached.init)
        chain.organizationMemberBudget = organizationMemberBudget.map(Cached.init)
        chain.endUserBudget = endUserBudget.map(Cached.init)
        chain.global = global.map(Cached.init)
        chain.pending = pending
    }

    private func addMembership(to chain: inout AccountChain) {
        guard memberModels != nil || memberBudget != nil, let userID = key.userID,
            let teamID = key.teamID
        else { return }
        var budget = memberBudget ?? BudgetRow(budgetID: "member")
        budget.allowedModels = memberModels ?? []
        var member = TeamMembershipRow(id: MembershipID(userID: userID, groupID: teamID))
        member.spend = memberSpend
        chain.teamMember = Cached(member)
        chain.teamMemberBudget = Cached(budget)
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
        var world = self
        return world.ask(request)
    }

    /// The verdict; what it takes is taken.
    mutating func ask(_ request: AdmissionRequest = AdmissionRequest()) -> Verdict {
        secrets += 1
        let secret = GrantSecret(0, secrets)
        return Verdict { admittance in
            AdmissionRules.judge(
                chain,
                request,
                policy: policy,
                models: models,
                now: moment,
                holder: GrantHolder(userID: 1_000, connection: 1) { secret },
                limits: &limits,
                admittance: &admittance
            )
        }
    }

    func explanation(_ request: AdmissionRequest = AdmissionRequest()) -> [CheckReport] {
        var limits = limits
        return AdmissionRules.explain(
            chain,
            request,
            policy: policy,
            models: models,
            now: moment,
            limits: &limits
        )
    }

    /// Both clocks.
    var moment: Moment { Moment(wall: now, monotonicNanoseconds: clock) }

    /// Lets time pass on both clocks.
    mutating func pass(_ duration: Duration) {
        now = now + duration
        clock += duration.wholeNanoseconds
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

extension Verdict {
    /// A request that is let in, without limits.
    static func allowed(warnings: [AdmissionWarning]) -> Verdict {
        .allowed(Admittance(warnings: warnings))
    }

    var admittance: Admittance? {
        switch self {
        case .allowed(let admittance): admittance
        case .refused: nil
        }
    }
}
