import Sidecar
import Store

/// Accounts in memory: from nothing but a key to a limit at every place.
struct FullAccount: Sendable {
    let bare = Accounts(limits: AccountLimits())
    /// A key of a team and a user, with a budget.
    let common = Accounts(limits: AccountLimits())
    let full = Accounts(limits: AccountLimits())
    let request: AdmissionRequest
    private let policy: AdmissionPolicy
    private let holder = GrantHolder(userID: 1_000, connection: 1) {
        var random = SystemRandomNumberGenerator()
        return GrantSecret(random.next(), random.next())
    }

    /// The key in clear text.
    static let key = "sk-4uq7Zk1nDjWmT0aXb9cYzQ"
    private static let token = TokenHash(ofKey: key)
    private static let end = Timestamp(milliseconds: 4_000_000_000_000)

    init() {
        request = AdmissionRequest(model: "m", endUserID: "end-user-of-the-benchmark")
        var policy = AdmissionPolicy()
        policy.globalBudget = Money.greatest
        policy.sharedRows.globalBudgetUser = "litellm-proxy-budget"
        policy.enforcesOrganizationMemberBudgets = true
        self.policy = policy
        load([KeyRow(token: Self.token)], into: bare)
        load([UserRow](), into: bare)
        finish(bare)
        loadCommon()
        loadFull()
    }

    /// Times that are so far apart that a minute passes in all of them.
    func moments(_ count: Int) -> [Moment] {
        let now = SystemClock().now()
        let step = 60_000_000_000 / Int64(count)
        return (0..<Int64(count)).map {
            Moment(wall: now.wall, monotonicNanoseconds: now.monotonicNanoseconds + $0 * step)
        }
    }

    /// Asks as the daemon does, under the lock; the grant, if there is one.
    func ask(_ accounts: Accounts, _ request: AdmissionRequest, _ now: Moment) -> GrantID? {
        var (admittance, wait) = (Admittance(), RowWait())
        _ = accounts.judge(
            &wait,
            token: Self.token,
            endUserID: request.endUserID,
            sharedRows: policy.sharedRows,
            now: now
        ) { chain, models, limits in
            _ = AdmissionRules.judge(
                chain,
                request,
                policy: policy,
                models: models,
                now: now,
                holder: holder,
                limits: &limits,
                admittance: &admittance
            )
        }
        return admittance.grant
    }
}

// MARK: - Rows

extension FullAccount {
    private func loadCommon() {
        let (team, user) = ("team-of-the-benchmark", "user-of-the-benchmark")
        var key = KeyRow(token: Self.token)
        (key.teamID, key.userID, key.budget) = (team, user, Self.budget)
        // An amount as they are: the text of an astronomical one costs a multiple.
        key.budget.maxBudget = Money(dollars: 100)
        key.budget.softBudget = nil
        key.spend = Money(dollars: 12.345)
        (key.keyName, key.keyAlias) = ("sk-...YzQQ", "key-of-the-benchmark")
        load([key], into: common)
        load([TeamRow(teamID: team)], into: common)
        load([UserRow(userID: user)], into: common)
        load([TeamMembershipRow](), into: common)
        finish(common)
    }

    /// Something is journaled that no row knows of.
    func spend(on accounts: Accounts) {
        let now = SystemClock().now().wall
        let event = SpendEvent(
            identity: SpendIdentity(token: Self.token.hex),
            spend: Money(picodollars: 1_000_000),
            log: SpendLogEntry(requestID: "r", startTime: now, endTime: now)
        )
        _ = accounts.append(event, by: 1_000)
    }

    private func loadFull() {
        let (team, user) = ("team-of-the-benchmark", "user-of-the-benchmark")
        let organization = "organization-of-the-benchmark"
        var key = KeyRow(token: Self.token)
        (key.teamID, key.userID, key.organizationID) = (team, user, organization)
        (key.budget, key.rates, key.modelLimits) = (Self.budget, Self.rates, Self.models)
        key.budgetID = "tier"
        var teamRow = TeamRow(teamID: team)
        (teamRow.budget, teamRow.rates, teamRow.modelLimits) = (
            Self.budget, Self.rates, Self.models
        )
        var userRow = UserRow(userID: user)
        (userRow.budget, userRow.rates) = (Self.budget, Self.rates)
        var organizationRow = OrganizationRow(organizationID: organization)
        organizationRow.budgetID = "tier"
        var member = TeamMembershipRow(id: MembershipID(userID: user, groupID: team))
        member.budgetID = "tier"
        let organizationMemberID = MembershipID(userID: user, groupID: organization)
        var organizationMember = OrganizationMembershipRow(id: organizationMemberID)
        organizationMember.budgetID = "tier"
        load([key], into: full)
        load([teamRow], into: full)
        load([userRow, UserRow(userID: "litellm-proxy-budget")], into: full)
        load([organizationRow], into: full)
        load([member], into: full)
        load([organizationMember], into: full)
        loadTier()
        finish(full)
        loadEndUser()
    }

    private func loadTier() {
        var tier = BudgetRow(budgetID: "tier")
        (tier.budget, tier.rates, tier.modelLimits) = (Self.budget, Self.rates, Self.models)
        load([tier], into: full)
    }

    /// End users come by reads of their own, as in the daemon.
    private func loadEndUser() {
        _ = ask(full, request, SystemClock().now())
        full.update { cache, _ in
            guard let batch = cache.takeReads(of: EndUserRow.self) else { return }
            var row = EndUserRow(userID: request.endUserID ?? "")
            row.budgetID = "tier"
            _ = cache.finishReads(batch, rows: [row])
        }
    }

    private static var budget: BudgetTerms {
        var terms = BudgetTerms()
        (terms.maxBudget, terms.softBudget) = (.greatest, .greatest)
        (terms.duration, terms.resetAt) = ("30d", end)
        return terms
    }

    private static var rates: RateTerms {
        var terms = RateTerms()
        (terms.requestsPerMinute, terms.tokensPerMinute) = (.max, 1 << 30)
        return terms
    }

    private static var models: [String: ModelLimit] {
        var limit = ModelLimit()
        (limit.budget, limit.rates) = (budget, rates)
        return ["m": limit]
    }

    private func load<Row: AccountRow>(_ rows: [Row], into accounts: Accounts) {
        accounts.update { cache, _ in
            let begin = cache.beginLoad(of: Row.self, expectedRows: rows.count)
            _ = cache.applyLoad(rows, startedAt: begin)
            _ = cache.endLoad(of: Row.self, startedAt: begin)
        }
    }

    private func finish(_ accounts: Accounts) {
        load([ProxyModelRow](), into: accounts)
        accounts.update { cache, now in cache.currency.loaded(.notices, startedAt: now) }
    }
}
