/// The checks of admission, declared in the order in which they are made: the proxy's.
///
/// `verdict` and `explain` both walk `order`, and the declaration below is its only definition.
/// The proxy judges first what is bound to the key, then what all keys have in common; that a block
/// is seen before expiry, and the key's models before both owner and expiry, is its order too.
///
/// Money and rates are not judged yet. Their places are, by the check that they follow:
/// - `ownerActive`: team member budget (so it goes before expiry);
/// - `keyExpiry`: key budget, soft budget (a warning), per-model budgets of the key and the user;
/// - `endUserModels`: budgets of team, organization, user, team member and end user in this order,
///   the global budget, per-model budgets of team, member and end user, then what is taken: the
///   reservation, and the rates.
package enum Check: String, CaseIterable, Sendable {
    /// The route is one of `general_settings.allowed_routes`; judged before the key is known.
    case proxyRoutes = "proxy_routes"
    /// `blocked` of the key.
    case keyBlocked = "key_blocked"
    /// `models` of the key, or the models of its access groups.
    case keyModels = "key_models"
    /// The key's user was not switched off by the identity provider.
    case ownerActive = "owner_active"
    /// `expires` of the key: refused once it lies before now.
    case keyExpiry = "key_expiry"
    /// `allowed_routes` of the key.
    case keyRoutes = "key_routes"
    /// `blocked` of the team.
    case teamBlocked = "team_blocked"
    /// `models` of the team, its access groups, or those of the key.
    case teamModels = "team_models"
    /// `allowed_models` of the budget that the key's user has as a member of the team.
    case memberModels = "team_member_models"
    /// `models` of the user; only for keys without a team.
    case userModels = "user_models"
    /// `blocked` of the end user, where the setting asks for it.
    case endUserBlocked = "end_user_blocked"
    /// `models` of the end user.
    case endUserModels = "end_user_models"

    /// The order of evaluation; made once, so that walking it allocates nothing.
    package static let order = allCases
    /// The checks that bind the master key too: those that belong to no key.
    package static let masterOrder = order.filter(\.bindsMasterKey)

    /// Whether the check is made for the master key.
    package var bindsMasterKey: Bool {
        switch self {
        case .proxyRoutes, .endUserBlocked, .endUserModels: true
        case .keyBlocked, .keyModels, .ownerActive, .keyExpiry, .keyRoutes, .teamBlocked,
            .teamModels, .memberModels, .userModels:
            false
        }
    }
}
