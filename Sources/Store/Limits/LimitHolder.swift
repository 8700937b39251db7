/// Whoever sets limits: a row, with the budget row that it refers to.
///
/// A view: it holds the rows and copies nothing out of them, since a request asks a dozen of them.
package enum LimitHolder: Sendable {
    /// A key; its tier counts only where a column of its own is NULL, and for slots only where a
    /// setting says so: the proxy does not read them of it.
    case key(Cached<KeyRow>, tier: Cached<BudgetRow>?)
    case team(Cached<TeamRow>)
    case teamMember(Cached<TeamMembershipRow>, Cached<BudgetRow>)
    case user(Cached<UserRow>)
    /// An organization; the models of its budget row bind nobody in the proxy.
    case organization(Cached<OrganizationRow>, Cached<BudgetRow>?)
    /// A member of an organization, whose money alone is limited.
    case organizationMember(Cached<OrganizationMembershipRow>, Cached<BudgetRow>)
    case endUser(Cached<EndUserRow>, Cached<BudgetRow>)
}

extension LimitHolder {
    /// Whom the limits bind.
    package var scope: LimitScope {
        switch self {
        case .key(let key, _): .key(key.row.token)
        case .team(let team): .team(team.row.id)
        case .teamMember(let member, _): .teamMember(member.row.id)
        case .user(let user): .user(user.row.id)
        case .organization(let organization, _): .organization(organization.row.id)
        case .organizationMember(let member, _): .organizationMember(member.row.id)
        case .endUser(let endUser, _): .endUser(endUser.row.id)
        }
    }

    /// What kind of scope that is.
    var kind: LimitScope.Kind {
        switch self {
        case .key: .key
        case .team: .team
        case .teamMember: .teamMember
        case .user: .user
        case .organization: .organization
        case .organizationMember: .organizationMember
        case .endUser: .endUser
        }
    }

    /// What binds a call of requests, tokens and slots.
    ///
    /// - Parameter limitsSlots: Whether slots are limited by more than a key's own column.
    /// - Returns: the limits.
    func rates(limitsSlots: Bool) -> RateTerms {
        var rates = self.rates
        if !limitsSlots { rates.parallelRequests = ownSlots }
        return rates
    }

    private var ownSlots: Int64? {
        if case .key(let key, _) = self { key.row.rates.parallelRequests } else { nil }
    }

    /// Requests, tokens and slots, as the rows have them.
    var rates: RateTerms {
        switch self {
        case .key(let key, let tier):
            guard let tier else { return key.row.rates }
            var rates = key.row.rates
            let more = tier.row.rates
            rates.requestsPerMinute = rates.requestsPerMinute ?? more.requestsPerMinute
            rates.tokensPerMinute = rates.tokensPerMinute ?? more.tokensPerMinute
            rates.parallelRequests = rates.parallelRequests ?? more.parallelRequests
            return rates
        case .team(let team): return team.row.rates
        case .user(let user): return user.row.rates
        case .organization(_, let terms): return terms?.row.rates ?? RateTerms()
        case .teamMember(_, let terms), .endUser(_, let terms): return terms.row.rates
        case .organizationMember: return RateTerms()
        }
    }
}
