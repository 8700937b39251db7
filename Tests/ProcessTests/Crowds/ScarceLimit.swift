import Wire

/// A limit of which little is left, and what each caller asks of it.
struct ScarceLimit: Sendable {
    /// How the key's row says it.
    var columns: String
    /// What a call asks.
    var params: [(String, JSON)] = []
    /// How many such calls are left of it.
    var left: Int
    /// The error of those that come too late.
    var refusal = "rate_limited"
    /// By which figure of `health.status` several daemons give out more of it, and whether on top.
    var factor = "rate_limit_factor"

    /// A sixteenth of a dollar, of which sums are exact.
    static let cost = 0.0625

    static let budget = ScarceLimit(
        columns: "spend = 0.5, max_budget = 1",
        params: [("estimated_cost", .double(cost))],
        left: 8,
        refusal: "budget_exceeded",
        factor: "budget_overshoot_factor"
    )
    static let rates = [
        ScarceLimit(columns: "rpm_limit = 10", left: 10),
        ScarceLimit(columns: "tpm_limit = 1000", params: [("estimated_tokens", 90)], left: 11),
        ScarceLimit(columns: "max_parallel_requests = 5", left: 5),
    ]
    static let all = [budget] + rates

    /// The most calls that the daemons may let in together, by what one of them says of itself.
    func bound(_ instances: JSON?) -> Int? {
        guard let factor = instances?[factor]?.int else { return nil }
        return Int(self.factor == Self.budget.factor ? 1 + factor : factor) * left
    }
}
