/// What was spent in each scope: what its row says, and what is journaled beside it.
///
/// nil where there is no such row, and where it holds no finite number.
extension AccountChain {
    /// The key's.
    package var keySpend: Money? { Self.sum(key.row.spend, pending.key) }

    /// The team's.
    package var teamSpend: Money? { Self.sum(team?.row.spend, pending.team) }

    /// The user's within the team.
    package var teamMemberSpend: Money? { Self.sum(teamMember?.row.spend, pending.teamMember) }

    /// The user's.
    package var userSpend: Money? { Self.sum(user?.row.spend, pending.user) }

    /// The organization's.
    package var organizationSpend: Money? {
        Self.sum(organization?.row.spend, pending.organization)
    }

    /// The user's within the organization.
    package var organizationMemberSpend: Money? {
        Self.sum(organizationMember?.row.spend, pending.organizationMember)
    }

    /// The end user's.
    package var endUserSpend: Money? { Self.sum(endUser?.row.spend, pending.endUser) }

    /// That of the proxy as a whole.
    package var globalSpend: Money? { Self.sum(global?.row.spend, pending.global) }

    private static func sum(_ spend: Money?, _ pending: Money) -> Money? {
        spend.map { $0 + pending }
    }
}
