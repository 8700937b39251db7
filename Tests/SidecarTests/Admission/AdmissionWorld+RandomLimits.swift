import Store

@testable import Sidecar

extension AdmissionWorld {
    /// Now and then a limit somewhere, met or not.
    mutating func addLimits(using random: inout SeededRandom) {
        policy.enforcesOrganizationMemberBudgets = random.chance(2)
        policy.enforcesParallelLimits = random.chance(2)
        policy.appliesUserBudgetToTeamKeys = random.chance(2)
        // One holder at a time, so that each comes to be the one that refuses.
        switch random.next() % 7 {
        case 0: key.change(using: &random)
        case 1: limitTeam(using: &random)
        case 2: limitUser(using: &random)
        case 3: limitMember(using: &random)
        case 4: limitEndUser(using: &random)
        case 5: joinOrganization(using: &random)
        default: limitAll(using: &random)
        }
    }

    private mutating func limitTeam(using random: inout SeededRandom) {
        if key.teamID == nil { joinTeam() }
        team?.change(limits: &random)
    }

    private mutating func limitUser(using random: inout SeededRandom) {
        if key.userID == nil { giveToUser() }
        user?.change(limits: &random)
    }

    private mutating func limitMember(using random: inout SeededRandom) {
        if key.teamID == nil { joinTeam() }
        if key.userID == nil { giveToUser() }
        memberBudget = .random(using: &random)
    }

    private mutating func limitEndUser(using random: inout SeededRandom) {
        if endUser == nil { serveEndUser() }
        endUser?.spend = .random(using: &random)
        endUserBudget = .random(using: &random)
    }

    private mutating func limitAll(using random: inout SeededRandom) {
        policy.globalBudget = .random(using: &random)
        var row = UserRow(userID: "litellm-proxy-budget")
        row.spend = .random(using: &random)
        global = row
    }

    private mutating func joinOrganization(using random: inout SeededRandom) {
        var row = OrganizationRow(organizationID: "o1")
        row.spend = .random(using: &random)
        row.facts = .random(using: &random)
        organization = row
        organizationBudget = .random(using: &random)
        var member = OrganizationMembershipRow(id: MembershipID(userID: "u1", groupID: "o1"))
        member.spend = .random(using: &random)
        organizationMember = member
        organizationMemberBudget = .random(using: &random)
    }
}

extension Money {
    fileprivate static func random(using random: inout SeededRandom) -> Money {
        Money(picodollars: Int128(random.next() % 4))
    }
}

extension BudgetTerms {
    fileprivate static func random(using random: inout SeededRandom) -> BudgetTerms {
        var terms = BudgetTerms()
        if random.chance(4) { terms.maxBudget = .random(using: &random) }
        return terms
    }
}

extension RateTerms {
    fileprivate static func random(using random: inout SeededRandom) -> RateTerms {
        var terms = RateTerms()
        terms.requestsPerMinute = random.pick([nil, nil, nil, nil, nil, nil, 0, 1])
        terms.tokensPerMinute = random.pick([nil, nil, nil, nil, nil, nil, 0, 1])
        terms.parallelRequests = random.pick([nil, nil, nil, nil, nil, nil, 0, 1])
        return terms
    }
}

extension [String: ModelLimit] {
    fileprivate static func random(using random: inout SeededRandom) -> [String: ModelLimit] {
        guard random.chance(2) else { return [:] }
        var limit = ModelLimit()
        if random.chance(2) { limit.budget.maxBudget = .zero }
        if random.chance(2) { limit.rates.requestsPerMinute = 0 }
        return ["a": limit]
    }
}

extension KeyMetadata {
    fileprivate static func random(using random: inout SeededRandom) -> KeyMetadata {
        var facts = KeyMetadata()
        if random.chance(3) { facts.modelRequestsPerMinute = ["a": random.pick([0, 1])] }
        return facts
    }
}

extension BudgetRow {
    fileprivate static func random(using random: inout SeededRandom) -> BudgetRow {
        var row = BudgetRow(budgetID: "b")
        row.budget = .random(using: &random)
        row.rates = .random(using: &random)
        row.modelLimits = .random(using: &random)
        return row
    }
}

extension KeyRow {
    fileprivate mutating func change(using random: inout SeededRandom) {
        spend = .random(using: &random)
        budget = .random(using: &random)
        rates = .random(using: &random)
        modelLimits = .random(using: &random)
        facts = .random(using: &random)
    }
}

extension TeamRow {
    fileprivate mutating func change(limits random: inout SeededRandom) {
        spend = .random(using: &random)
        budget = .random(using: &random)
        rates = .random(using: &random)
        modelLimits = .random(using: &random)
        facts = .random(using: &random)
    }
}

extension UserRow {
    fileprivate mutating func change(limits random: inout SeededRandom) {
        spend = .random(using: &random)
        budget = .random(using: &random)
        rates = .random(using: &random)
        modelLimits = .random(using: &random)
    }
}
