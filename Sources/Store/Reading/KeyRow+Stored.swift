extension KeyRow: StoredRow {
    package static var cachedTable: CachedTable { .keys }
    package static var tableName: TableName { .verificationToken }

    package static let columns = [
        "token", "key_name", "key_alias", "user_id", "team_id", "organization_id", "budget_id",
        "expires", "blocked", "models", "aliases", "allowed_routes", "access_group_ids", "metadata",
        "spend", "max_budget", "budget_duration", "budget_reset_at", "rpm_limit", "tpm_limit",
        "max_parallel_requests", "model_max_budget",
    ]
    package static let idColumns = ["token"]

    package static func idParameters(_ ids: [TokenHash]) -> [PostgresValue] {
        [.textArray(ids.map(\.hex))]
    }

    package init?(_ fields: inout RowFields) throws(PostgresError) {
        guard let token = try fields.token() else { return nil }
        self.init(token: token)
        keyName = try fields.text()
        keyAlias = try fields.text()
        userID = try fields.sharedText()
        teamID = try fields.sharedText()
        organizationID = try fields.sharedText()
        budgetID = try fields.sharedText()
        expires = try fields.end()
        isBlocked = try fields.bool()
        models = try fields.list()
        aliases = JSONColumns.names(try fields.json())
        allowedRoutes = try fields.list()
        accessGroupIDs = try fields.list()
        metadata = try fields.json()
        facts = JSONColumns.facts(metadata)
        spend = try fields.spend()
        budget = try BudgetTerms(&fields)
        rates = try RateTerms(&fields)
        modelLimits = JSONColumns.modelLimits(try fields.json())
    }
}
