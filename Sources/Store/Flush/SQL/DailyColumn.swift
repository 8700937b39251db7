/// The columns of the daily tables: what tells rows apart, and what is added up.
enum DailyColumn {
    /// The column that names the user, the team, or whoever it is about.
    static func entity(of table: TableName) -> String? {
        switch table {
        case .dailyUserSpend: "user_id"
        case .dailyTeamSpend: "team_id"
        case .dailyOrganizationSpend: "organization_id"
        case .dailyEndUserSpend: "end_user_id"
        case .dailyAgentSpend: "agent_id"
        case .dailyTagSpend: "tag"
        case .budgetTable, .organizationTable, .teamTable, .userTable, .endUserTable,
            .teamMembership, .organizationMembership, .invitationLink, .userNotifications,
            .verificationToken, .proxyModelTable, .spendLogs, .auditLog, .errorLogs,
            .deprecatedVerificationToken, .deletedVerificationToken, .modelTable,
            .accessGroupTable, .tagTable, .accessGroupBudgetTable, .projectTable:
            nil
        }
    }

    /// What a row's key has in a column; nil for a column that is no part of any key.
    static func value(_ key: DailyKey, _ column: String, of table: TableName) -> String? {
        if column == entity(of: table) { return key.entity.text }
        switch column {
        case "date": return key.date
        case "api_key": return key.apiKey
        case "model": return key.model.text
        case "custom_llm_provider": return key.provider
        case "mcp_namespaced_tool_name": return key.tool
        case "endpoint": return key.endpoint
        default: return nil  // open set: columns
        }
    }

    /// Whether rows can be told apart by these columns.
    static func canBeKey(_ columns: [String], of table: TableName) -> Bool {
        let key = DailyKey(entity: "", date: "", apiKey: "", model: "", provider: "", tool: "")
        return columns.contains("date") && columns.allSatisfy { value(key, $0, of: table) != nil }
    }

    /// All columns that a key may have, where the table has them.
    static func all(of table: TableName) -> [String] {
        [entity(of: table)].compactMap(\.self) + [
            "date", "api_key", "model", "custom_llm_provider", "mcp_namespaced_tool_name",
            "endpoint",
        ]
    }

    /// The columns that are added up, with what a row adds.
    static let sums: [(name: String, value: @Sendable (DailyTotals) -> Int64)] = [
        ("prompt_tokens", \.promptTokens), ("completion_tokens", \.completionTokens),
        ("api_requests", \.requests), ("successful_requests", \.successes),
        ("failed_requests", \.failures), ("total_response_time_ms", \.milliseconds),
        ("timed_requests", \.timedRequests),
    ]
}
