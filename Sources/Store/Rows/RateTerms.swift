/// The rate limits of an entity; nil: no limit.
package struct RateTerms: Equatable, Sendable {
    /// Requests in any 60 seconds.
    package var requestsPerMinute: Int64?
    /// Tokens in any 60 seconds.
    package var tokensPerMinute: Int64?
    /// Requests under way at once.
    package var parallelRequests: Int64?

    package init() {}
}
