import Store

/// What is left of the rates, the tightest of each kind, once the request has taken its share.
package struct RemainingLimits: Equatable, Sendable {
    /// nil: no limit.
    package var requests: Int64?
    package var tokens: Int64?
    package var parallel: Int64?

    /// No limit at all.
    package init() {}

    init(_ claims: LimitClaims, _ demand: LimitDemand) {
        for claim in claims.list {
            let standing = claim.standing
            if let limit = claim.rates.requestsPerMinute {
                let left = RateRules.remaining(1, standing.requests, limit)
                requests = min(requests ?? .max, left)
            }
            if let limit = claim.rates.tokensPerMinute {
                let left = RateRules.remaining(demand.tokens ?? 0, standing.tokens, limit)
                tokens = min(tokens ?? .max, left)
            }
            if let limit = claim.rates.parallelRequests {
                parallel = min(parallel ?? .max, RateRules.remaining(1, standing.slots, limit))
            }
        }
    }
}
