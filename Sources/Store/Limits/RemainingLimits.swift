/// What is left of the rates, the tightest of each kind, once the request has taken its share.
package struct RemainingLimits: Equatable, Sendable {
    /// nil: no limit.
    package var requests: Int64?
    package var tokens: Int64?
    package var parallel: Int64?

    /// No limit at all.
    package init() {}

    /// Once the request has taken its share of every claim.
    package init(_ claims: LimitClaims, _ demand: LimitDemand) {
        for index in claims.list.indices where claims.list[index].rates.isLimiting {
            let (rates, standing) = (claims.list[index].rates, claims.list[index].standing)
            if let limit = rates.requestsPerMinute {
                let left = RateRules.remaining(1, standing.requests, limit)
                requests = min(requests ?? .max, left)
            }
            if let limit = rates.tokensPerMinute {
                let left = RateRules.remaining(demand.tokens ?? 0, standing.tokens, limit)
                tokens = min(tokens ?? .max, left)
            }
            if let limit = rates.parallelRequests {
                parallel = min(parallel ?? .max, RateRules.remaining(1, standing.slots, limit))
            }
        }
    }
}
