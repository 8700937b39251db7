/// What admission reads out of the proxy's jsonb columns.
///
/// An empty object, which most rows hold, costs no parsing.
enum JSONColumns {
    /// `metadata` of a key, team or organization.
    static func facts(_ metadata: String) -> KeyMetadata {
        var facts = KeyMetadata()
        // Most rows hold what their owners wrote and none of these; jsonb prints names as they are.
        let text = metadata.utf8.span
        guard
            text.contains("temp_budget_") || text.contains("model_rpm_limit")
                || text.contains("model_tpm_limit")
        else { return facts }
        guard let json = object(metadata) else { return facts }
        facts.temporaryBudgetIncrease = json["temp_budget_increase"]?.number
            .flatMap(Money.init(dollars:))
        facts.temporaryIncreaseEnds = json["temp_budget_expiry"]?.text.flatMap(instant)
        facts.modelRequestsPerMinute =
            json["model_rpm_limit"]?.members.compactMapValues(\.count)
            ?? [:]
        facts.modelTokensPerMinute =
            json["model_tpm_limit"]?.members.compactMapValues(\.count)
            ?? [:]
        return facts
    }

    /// `metadata.scim_active` of a user: false only where it says so.
    static func isActive(_ metadata: String) -> Bool {
        !metadata.utf8.span.contains("scim_active")
            || object(metadata)?["scim_active"] != .bool(false)
    }

    /// A mapping of names, as `aliases`; what is no text is left out.
    static func names(_ column: String) -> [String: String] {
        object(column)?.members.compactMapValues(\.text) ?? [:]
    }

    /// `model_max_budget`: limits by model.
    static func modelLimits(_ column: String) -> [String: ModelLimit] {
        object(column)?.members.mapValues(modelLimit) ?? [:]
    }

    /// `model_info.access_groups`.
    static func accessGroups(_ modelInfo: String) -> [String] {
        object(modelInfo)?["access_groups"]?.texts ?? []
    }

    private static func modelLimit(_ json: LooseJSON) -> ModelLimit {
        var limit = ModelLimit()
        let amount = json["max_budget"]?.number ?? json["budget_limit"]?.number ?? json.number
        limit.budget.maxBudget = amount.flatMap(Money.init(dollars:))
        limit.budget.duration = json["budget_duration"]?.text ?? json["time_period"]?.text
        limit.rates.requestsPerMinute = json["rpm_limit"]?.count
        limit.rates.tokensPerMinute = json["tpm_limit"]?.count
        return limit
    }

    private static func object(_ text: String) -> LooseJSON? {
        text == "{}" ? nil : LooseJSON(text)
    }

    /// The proxy writes both `2026-12-01T00:00:00Z` and, for naive UTC, the same without a zone.
    private static func instant(_ text: String) -> Timestamp? {
        Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "Z")
            ?? Timestamp(postgres: text)
    }
}
