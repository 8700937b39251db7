/// The checks of admission, declared in the order in which they are made: the proxy's.
///
/// `verdict` and `explain` both walk `order`, and the declaration below is its only definition.
/// The proxy judges first what is bound to the key, then what all keys have in common; that a block
/// is seen before expiry, and the key's models before both owner and expiry, is its order too.
///
/// Budgets stand where the proxy has them: that of the team member goes before expiry, so an
/// expired key over that budget is refused for the budget. Rates come last, and all of what a
/// request takes is taken once they have passed.
package enum Check: String, CaseIterable, Sendable {
    /// The route is one of `general_settings.allowed_routes`; judged before the key is known.
    case proxyRoutes = "proxy_routes"
    /// `blocked` of the key.
    case keyBlocked = "key_blocked"
    /// `models` of the key, or the models of its access groups.
    case keyModels = "key_models"
    /// The key's user was not switched off by the identity provider.
    case ownerActive = "owner_active"
    /// `max_budget` of the budget row of the key's user as a member of the team.
    case teamMemberBudget = "team_member_budget"
    /// `expires` of the key: refused once it lies before now.
    case keyExpiry = "key_expiry"
    /// `max_budget` of the key, or of its budget row.
    case keyBudget = "key_budget"
    /// `model_max_budget` of the key, or of its budget row.
    case keyModelBudget = "key_model_budget"
    /// `model_max_budget` of the user.
    case userModelBudget = "user_model_budget"
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
    /// `max_budget` of the team: a spend of exactly that passes.
    case teamBudget = "team_budget"
    /// `max_budget` of the organization's budget row.
    case organizationBudget = "organization_budget"
    /// `max_budget` of the user; only for keys without a team, unless a setting says otherwise.
    case userBudget = "user_budget"
    /// That of the user's membership in the organization, where the setting asks for it.
    case organizationMemberBudget = "organization_member_budget"
    /// `max_budget` of the end user's budget row: a spend of exactly that passes.
    case endUserBudget = "end_user_budget"
    /// `litellm_settings.max_budget`: a spend of exactly that passes.
    case globalBudget = "global_budget"
    /// `model_max_budget` of the team.
    case teamModelBudget = "team_model_budget"
    /// `model_max_budget` of the team member's budget row.
    case teamMemberModelBudget = "team_member_model_budget"
    /// `model_max_budget` of the end user's budget row.
    case endUserModelBudget = "end_user_model_budget"
    /// Requests and tokens per minute, and requests under way, of the key.
    case keyRates = "key_rates"
    case userRates = "user_rates"
    case teamRates = "team_rates"
    case teamMemberRates = "team_member_rates"
    case endUserRates = "end_user_rates"
    /// Requests and tokens per minute of the model, in `metadata` and in `model_max_budget`.
    case keyModelRates = "key_model_rates"
    case teamModelRates = "team_model_rates"
    case organizationRates = "organization_rates"
    case organizationModelRates = "organization_model_rates"
    case userModelRates = "user_model_rates"
    case teamMemberModelRates = "team_member_model_rates"
    case endUserModelRates = "end_user_model_rates"

    /// The order of evaluation; made once, so that walking it allocates nothing.
    package static let order = allCases
    /// The checks that bind the master key too: those that belong to no key.
    package static let masterOrder = order.filter(\.bindsMasterKey)
    /// Those that look at rows, lists and settings.
    static let rowOrder = order.filter { $0.subject == .rows }
    /// Those of them that bind the master key too.
    static let masterRowOrder = masterOrder.filter { $0.subject == .rows }
}
