/// What the daemon honours of the proxy's own configuration and has no setting of its own for.
///
/// The names of the fields in the file stand beside each; everything else there is the proxy's.
package struct ProxyConfig: Equatable, Sendable {
    /// `model_list[].model_name`, each once, in the order of the file.
    package var modelNames: [String] = []
    /// `model_list[].model_info.access_groups`: the models of each group, in the file's order.
    package var accessGroups: [String: [String]] = [:]
    /// `router_settings.model_group_alias`: the model that each alias stands for.
    package var modelGroupAliases: [String: String] = [:]
    /// `litellm_settings.model_alias_map`: aliases that go before those.
    package var modelAliasMap: [String: String] = [:]
    /// `general_settings.allowed_routes`; nil where every route is allowed.
    package var allowedRoutes: [String]?
    /// `general_settings.store_model_in_db`: the models of the database count as well.
    package var storeModelInDatabase = false
    /// `general_settings.disable_spend_logs`: totals are booked, log rows are not written.
    package var disableSpendLogs = false
    /// `general_settings.disable_error_logs`: failures leave no row.
    package var disableErrorLogs = false
    /// `general_settings.disable_spend_updates`, in a file that is the proxy's; nil where it is
    /// not: then nobody knows whether the proxy books spend.
    package var disableSpendUpdates: Bool?
    /// `general_settings.disable_reset_budget`: the proxy leaves resets to others.
    package var disableResetBudget = false
    /// `general_settings.apply_user_budget_to_team_keys`.
    package var applyUserBudgetToTeamKeys = false
    /// `litellm_settings.store_audit_logs`.
    package var storeAuditLogs = false
    /// `litellm_settings.max_budget`: the global budget in dollars.
    package var maximumBudgetDollars: Double?
    /// `litellm_settings.budget_duration`: the period of the global budget, as the proxy writes it.
    package var budgetDuration: String?
    /// `litellm_settings.timezone`: the zone in which periods begin; nil is UTC.
    package var timezone: String?
    /// `litellm_settings.budget_reset_time`: the time of day at which periods begin, `HH:MM`.
    package var budgetResetTime: String?
    /// `litellm_settings.max_end_user_budget_id`: the budget of end users that have none.
    package var maximumEndUserBudgetID: String?

    package init() {}
}
