package import Store

/// What the settings say about admission, whichever key is shown.
package struct AdmissionPolicy: Equatable, Sendable {
    /// Whether a blocked end user is refused; the proxy's core does not look at that column.
    package var enforcesBlockedEndUsers = false
    /// The models and access groups of the proxy's configuration file.
    package var models = ProxyModels()
    /// `router_settings.model_group_alias`: the name asked for to the name used.
    package var routerAliases: [String: String] = [:]
    /// `litellm_settings.model_alias_map`, which goes before the router's aliases.
    package var globalAliases: [String: String] = [:]
    /// `general_settings.allowed_routes`, compared as they stand; nil: every route.
    package var allowedRoutes: Set<String>?
    /// `general_settings.apply_user_budget_to_team_keys`.
    package var appliesUserBudgetToTeamKeys = false
    /// Whether budgets of organization members refuse; the proxy keeps their spend alone.
    package var enforcesOrganizationMemberBudgets = false
    /// Whether `max_parallel_requests` binds others than keys; the proxy looks at that of keys.
    package var enforcesParallelLimits = false
    /// Whether a request that a rate refuses counts all the same, as in the proxy.
    package var countsRefusedRequests = false
    /// `litellm_settings.max_budget`; nil: none.
    package var globalBudget: Money?
    /// The HTTP status of a refusal by a budget.
    package var budgetExceededStatus = 422
    /// Whether estimates are reserved.
    package var reserves = true
    /// The most that one request reserves; nil: no cap.
    package var grantCap: Money?
    /// How long a grant holds when its request does not say.
    package var grantLifetime = Duration.seconds(600)
    /// The rows that bind every request.
    package var sharedRows = SharedRows()

    package init() {}
}
