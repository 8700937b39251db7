/// All that a walk has to come to, so that it never stops looking at something unseen.
enum WalkCoverage {
    static let all = steps + verdicts + rows + budgets + rates + modelRates

    private static let steps = [
        "crowd", "probe", "clock put back", "settled late", "settled again", "undone",
        "settled by a stranger", "settled after a restart", "end user not in memory", "released",
        "released by a stranger", "renewed", "connection ended", "flushed", "flush failed",
        "rows changed", "key moved", "recorded under a former hash", "resets written",
        "reads under way",
        "asked while reads or flushes are under way", "restart",
    ]

    private static let verdicts = [
        "admitted", "master key admitted", "soft budget exceeded", "budgets waived", "overloaded",
        "blocked",
        "modelNotAllowed", "keyExpired", "budgetExceeded", "rateLimited", "waiting helps",
        "waiting does not help", "either verdict is right", "a sliding minute is full",
        "a fixed minute is full",
    ]

    private static let rows = [
        "key_blocked", "key_models", "owner_active", "key_expiry", "team_blocked", "team_models",
        "end_user_blocked",
    ]

    private static let budgets = [
        "key_budget", "team_member_budget", "team_budget", "organization_budget", "user_budget",
        "organization_member_budget", "end_user_budget", "global_budget", "key_model_budget",
        "user_model_budget", "team_model_budget", "team_member_model_budget",
        "end_user_model_budget",
    ]

    private static let rates = [
        "key_rates", "user_rates", "team_rates", "team_member_rates", "end_user_rates",
        "organization_rates",
    ].flatMap { ["\($0).requests", "\($0).tokens", "\($0).parallel"] }

    private static let modelRates = [
        "key_model_rates", "team_model_rates", "organization_model_rates", "user_model_rates",
        "team_member_model_rates", "end_user_model_rates",
    ].flatMap { ["\($0).requests", "\($0).tokens"] }
}
