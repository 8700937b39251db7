import Store

@testable import Sidecar

/// A small world with small limits, so that they are met often.
extension LedgerRows {
    static func small(using random: inout SeededRandom, wall: Timestamp) -> LedgerRows {
        var rows = LedgerRows()
        rows.setPolicy(using: &random)
        rows.jobIsOurs = random.chance(2)
        for place in 0..<4 { rows.budgets.append(.small("b\(place)", using: &random, wall)) }
        rows.budgets.append(.small(endUserBudgetID, using: &random, wall))
        for place in 0..<2 {
            var team = TeamRow(teamID: "t\(place)")
            team.organizationID = random.pick([nil, "o0", "o1"])
            team.limit(using: &random, wall)
            rows.teams.append(team)
            var user = UserRow(userID: "u\(place)")
            user.limit(using: &random, wall)
            rows.users.append(user)
            var organization = OrganizationRow(organizationID: "o\(place)")
            organization.budgetID = random.pick([nil] + tiers)
            organization.facts = .small(using: &random)
            rows.organizations.append(organization)
            var endUser = EndUserRow(userID: "e\(place)")
            endUser.budgetID = random.pick([nil] + tiers)
            rows.endUsers.append(endUser)
        }
        rows.endUsers.append(EndUserRow(userID: "e2"))
        var global = UserRow(userID: globalUserID)
        global.budget.resetAt = random.chance(2) ? .soon(using: &random, wall) : nil
        global.budget.duration = random.pick(["1d", "1d", nil])
        rows.users.append(global)
        rows.addMembers(using: &random)
        rows.addKeys(using: &random, wall)
        return rows
    }

    private static let tiers: [String?] = ["b0", "b1", "b2", "b3"]

    private mutating func setPolicy(using random: inout SeededRandom) {
        policy.enforcesBlockedEndUsers = random.chance(2)
        policy.appliesUserBudgetToTeamKeys = random.chance(2)
        policy.enforcesOrganizationMemberBudgets = random.chance(2)
        policy.enforcesParallelLimits = random.chance(2)
        policy.countsRefusedRequests = random.chance(5)
        policy.reserves = !random.chance(5)
        policy.grantCap = random.pick([nil, nil, Money(picodollars: 3)])
        policy.globalBudget = random.pick([nil, nil, .zero, Money(picodollars: 25)])
        if policy.globalBudget != nil, policy.globalBudget != .zero {
            policy.sharedRows.globalBudgetUser = TextID(Self.globalUserID)
        }
        if random.chance(2) { policy.sharedRows.endUserBudget = TextID(Self.endUserBudgetID) }
        if random.chance(4) { settings.grants.open = 5 }
        if random.chance(3) { settings.window = .fixed }
        settings.startsFull = random.chance(10)
    }

    private mutating func addMembers(using random: inout SeededRandom) {
        for user in ["u0", "u1"] {
            for group in 0..<2 {
                var member = TeamMembershipRow(
                    id: MembershipID(userID: user, groupID: "t\(group)")
                )
                member.budgetID = random.pick([nil] + Self.tiers)
                members.append(member)
                var other = OrganizationMembershipRow(
                    id: MembershipID(userID: user, groupID: "o\(group)")
                )
                other.budgetID = random.pick([nil] + Self.tiers)
                organizationMembers.append(other)
            }
        }
    }

    private mutating func addKeys(using random: inout SeededRandom, _ wall: Timestamp) {
        for place in 0..<4 {
            let text = "sk-walk-key-0123456789-\(place)"
            var key = KeyRow(token: TokenHash(ofKey: text))
            key.teamID = random.pick([nil, "t0", "t1"])
            key.userID = random.pick([nil, "u0", "u1"])
            key.organizationID = random.pick([nil, nil, "o1"])
            key.budgetID = random.pick([nil, nil, "b0", "b1"])
            key.limit(using: &random, wall)
            keys.append(key)
            keyTexts.append(text)
        }
    }
}

extension Timestamp {
    /// Within the next minutes, or just past.
    static func soon(using random: inout SeededRandom, _ wall: Timestamp) -> Timestamp {
        wall + .milliseconds(Int64(random.next() % 240_000) - 20_000)
    }
}

extension BudgetTerms {
    static func small(using random: inout SeededRandom, _ wall: Timestamp) -> BudgetTerms {
        var terms = BudgetTerms()
        // So that limits which are asked late come to refuse, too.
        guard random.chance(2) else { return terms }
        let limits: [Int128?] = [nil, nil, nil, 0, 3, 10, 20, 40]
        terms.maxBudget = random.pick(limits).map { Money(picodollars: $0) }
        terms.softBudget = random.pick([nil, nil, nil, .zero, Money(picodollars: 6)])
        if random.chance(2) {
            terms.duration = random.pick(["1d", "1d", "30d", "1mo", nil, "fortnight", "2mo"])
            terms.resetAt = .soon(using: &random, wall)
        }
        return terms
    }
}

extension RateTerms {
    static func small(using random: inout SeededRandom) -> RateTerms {
        var terms = RateTerms()
        guard random.chance(2) else { return terms }
        terms.requestsPerMinute = random.pick([nil, nil, 0, 1, 3, 8, 8, 1_000_000])
        terms.tokensPerMinute = random.pick([nil, nil, 0, 2, 9, 30, 30, 1_000_000])
        terms.parallelRequests = random.pick([nil, nil, 0, 1, 2, 4])
        return terms
    }
}

extension [String: ModelLimit] {
    static func small(using random: inout SeededRandom) -> [String: ModelLimit] {
        guard random.chance(2) else { return [:] }
        var limits: [String: ModelLimit] = [:]
        for name in ["a", "b"] where random.chance(2) {
            var limit = ModelLimit()
            limit.budget.maxBudget = random.pick([nil, nil, .zero, Money(picodollars: 8)])
            limit.budget.duration = random.pick([nil, "30s", "2m", "1h"])
            limit.rates.requestsPerMinute = random.pick([nil, nil, 1, 4])
            limit.rates.tokensPerMinute = random.pick([nil, nil, 2, 12])
            limits[name] = limit
        }
        return limits
    }
}

extension KeyMetadata {
    static func small(using random: inout SeededRandom) -> KeyMetadata {
        var facts = KeyMetadata()
        if random.chance(4) { facts.modelRequestsPerMinute = ["a": random.pick([0, 2, 6])] }
        if random.chance(4) { facts.modelTokensPerMinute = ["a": random.pick([1, 7, 15])] }
        return facts
    }
}

extension BudgetRow {
    static func small(
        _ id: String,
        using random: inout SeededRandom,
        _ wall: Timestamp
    ) -> BudgetRow {
        var row = BudgetRow(budgetID: id)
        row.limit(using: &random, wall)
        return row
    }

    mutating func limit(using random: inout SeededRandom, _ wall: Timestamp) {
        budget = .small(using: &random, wall)
        rates = .small(using: &random)
        modelLimits = .small(using: &random)
        if random.chance(4) {
            temporaryBudgetIncrease = Money(picodollars: 5)
            temporaryIncreaseEnds = .soon(using: &random, wall)
        }
    }
}

extension KeyRow {
    mutating func limit(using random: inout SeededRandom, _ wall: Timestamp) {
        budget = .small(using: &random, wall)
        rates = .small(using: &random)
        modelLimits = .small(using: &random)
        facts = .small(using: &random)
        isBlocked = random.chance(12)
        models = random.pick([[], [], [], [], ["a", "b", "x/a"]])
        expires = random.chance(12) ? .soon(using: &random, wall) : nil
        if random.chance(4) {
            facts.temporaryBudgetIncrease = Money(picodollars: 5)
            facts.temporaryIncreaseEnds = .soon(using: &random, wall)
        }
    }
}

extension TeamRow {
    mutating func limit(using random: inout SeededRandom, _ wall: Timestamp) {
        budget = .small(using: &random, wall)
        rates = .small(using: &random)
        modelLimits = .small(using: &random)
        facts = .small(using: &random)
        isBlocked = random.chance(12)
        models = random.pick([[], [], [], [], ["a", "b"]])
    }
}

extension UserRow {
    mutating func limit(using random: inout SeededRandom, _ wall: Timestamp) {
        budget = .small(using: &random, wall)
        rates = .small(using: &random)
        modelLimits = .small(using: &random)
        isActive = !random.chance(20)
    }
}
