/// Money and its period.
extension LimitHolder {
    /// The limit that holds now, increases included; nil where there is none.
    func maxBudget(at now: Timestamp) -> Money? {
        switch self {
        case .key(let key, let tier):
            // Of a tier's increase only its own limit has the benefit; a key's goes on top of both.
            let raised =
                key.row.budget.maxBudget ?? tier.flatMap { Self.raised(.key, $0, at: now) }
            guard key.row.facts.temporaryBudgetIncrease != nil else { return raised }
            return BudgetRules.limit(
                of: .key,
                max: raised,
                increase: key.row.facts.temporaryBudgetIncrease,
                increaseEnds: key.row.facts.temporaryIncreaseEnds,
                now: now
            )
        case .team(let team): return team.row.budget.maxBudget
        case .user(let user): return user.row.budget.maxBudget
        case .organization(_, let terms):
            return terms.flatMap { Self.raised(.organization, $0, at: now) }
        case .teamMember(_, let terms): return Self.raised(.teamMember, terms, at: now)
        case .organizationMember(_, let terms):
            return Self.raised(.organizationMember, terms, at: now)
        case .endUser(_, let terms): return Self.raised(.endUser, terms, at: now)
        }
    }

    private static func raised(
        _ scope: BudgetScope,
        _ terms: Cached<BudgetRow>,
        at now: Timestamp
    ) -> Money? {
        BudgetRules.limit(
            of: scope,
            max: terms.row.budget.maxBudget,
            increase: terms.row.temporaryBudgetIncrease,
            increaseEnds: terms.row.temporaryIncreaseEnds,
            now: now
        )
    }

    /// What the row says was spent.
    var spend: Money? {
        switch self {
        case .key(let key, _): key.row.spend
        case .team(let team): team.row.spend
        case .teamMember(let member, _): member.row.spend
        case .user(let user): user.row.spend
        case .organization(let organization, _): organization.row.spend
        case .organizationMember(let member, _): member.row.spend
        case .endUser(let endUser, _): endUser.row.spend
        }
    }

    /// Warned about from here on.
    var softBudget: Money? {
        switch self {
        case .key(let key, let tier): key.row.budget.softBudget ?? tier?.row.budget.softBudget
        case .team(let team): team.row.budget.softBudget
        case .user(let user): user.row.budget.softBudget
        case .organization(_, let terms): terms?.row.budget.softBudget
        case .teamMember(_, let terms), .organizationMember(_, let terms), .endUser(_, let terms):
            terms.row.budget.softBudget
        }
    }

    /// When the spend starts again; nil: never.
    var resetsAt: Timestamp? {
        switch self {
        case .key(let key, let tier):
            ResetKind.key.end(own: key.row.budget, tier: tier?.row.budget)
        case .team(let team): ResetKind.team.end(own: team.row.budget, tier: nil)
        case .user(let user): ResetKind.user.end(own: user.row.budget, tier: nil)
        case .organization(_, let terms):
            ResetKind.organization.end(own: nil, tier: terms?.row.budget)
        case .teamMember(_, let terms):
            ResetKind.teamMember.end(own: nil, tier: terms.row.budget)
        case .organizationMember(_, let terms):
            ResetKind.organizationMember.end(own: nil, tier: terms.row.budget)
        case .endUser(_, let terms): ResetKind.endUser.end(own: nil, tier: terms.row.budget)
        }
    }

    /// Whether money is limited or warned about at all, be it by a limit that holds no more.
    var limitsMoney: Bool {
        switch self {
        case .key(let key, let tier):
            key.row.budget.isLimiting || tier?.row.budget.isLimiting ?? false
        case .team(let team): team.row.budget.isLimiting
        case .user(let user): user.row.budget.isLimiting
        case .organization(_, let terms): terms?.row.budget.isLimiting ?? false
        case .teamMember(_, let terms), .organizationMember(_, let terms), .endUser(_, let terms):
            terms.row.budget.isLimiting
        }
    }
}
