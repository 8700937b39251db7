/// The members of a key's or team's `metadata` that decide something.
package struct KeyMetadata: Equatable, Sendable {
    /// Added to `max_budget` until `temporaryIncreaseEnds`.
    package var temporaryBudgetIncrease: Money?
    package var temporaryIncreaseEnds: Timestamp?
    /// Requests per minute by model: `model_rpm_limit`.
    package var modelRequestsPerMinute: [String: Int64] = [:]
    /// Tokens per minute by model: `model_tpm_limit`.
    package var modelTokensPerMinute: [String: Int64] = [:]

    package init() {}
}
