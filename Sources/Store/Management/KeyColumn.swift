/// The columns of a key that we write.
package enum KeyColumn: String, CaseIterable, Sendable {
    case token
    case keyName = "key_name"
    case keyAlias = "key_alias"
    case keyType = "key_type"
    case expires
    case models
    case aliases
    case userID = "user_id"
    case teamID = "team_id"
    case organizationID = "organization_id"
    case budgetID = "budget_id"
    case maxBudget = "max_budget"
    case tokensPerMinute = "tpm_limit"
    case requestsPerMinute = "rpm_limit"
    case parallelRequests = "max_parallel_requests"
    case metadata
    case permissions
    case blocked
    case allowedRoutes = "allowed_routes"
    case modelMaxBudget = "model_max_budget"
    case spend
    case createdAt = "created_at"
    case createdBy = "created_by"
    case updatedAt = "updated_at"
    case updatedBy = "updated_by"
    /// Unlike `updated_at`, not written by the flush of spend.
    case settingsUpdatedAt = "settings_updated_at"
}

extension KeyColumn {
    /// The name as it stands in SQL.
    var quoted: String { PostgresIdentifier.quoted(rawValue) }
}
