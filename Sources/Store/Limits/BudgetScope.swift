/// The kinds of budgets that a request is charged to, in the order in which they are judged.
///
/// Each has its own comparison in the proxy, followed here so that a switch changes no verdict.
package enum BudgetScope: CaseIterable, Sendable {
    case key
    case keyModel
    case userModel
    case team
    case organization
    case user
    case teamMember
    /// The proxy keeps this spend and judges no budget by it.
    case organizationMember
    case endUser
    case global
    case teamModel
    case teamMemberModel
    case endUserModel
}

extension BudgetScope {
    /// Whether a spend of exactly the limit still passes: the proxy's `>` where others have `>=`.
    package var passesAtLimit: Bool {
        switch self {
        case .team, .endUser, .global: true
        case .key, .keyModel, .userModel, .organization, .user, .teamMember, .organizationMember,
            .teamModel, .teamMemberModel, .endUserModel:
            false
        }
    }

    /// Whether the column's value is a limit at all.
    ///
    /// 0 is one: it refuses. Only the proxy's global setting means "none" by it, and a model's
    /// budget by less.
    package func isLimit(_ max: Money) -> Bool {
        switch self {
        case .global: max > .zero
        case .keyModel, .userModel, .teamModel, .teamMemberModel, .endUserModel: max >= .zero
        case .key, .team, .organization, .user, .teamMember, .organizationMember, .endUser: true
        }
    }

    /// Whether a soft budget of 0 warns; that of a key counts as none.
    package var warnsAtZero: Bool {
        switch self {
        case .key: false
        case .keyModel, .userModel, .team, .organization, .user, .teamMember,
            .organizationMember, .endUser, .global, .teamModel, .teamMemberModel, .endUserModel:
            true
        }
    }
}
