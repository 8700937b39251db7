/// A rate limit that has no room for a call.
package struct RateOverrun: Equatable, Sendable {
    package var kind: Kind
    package var limit: Int64
    package var used: Int64

    package init(_ kind: Kind, limit: Int64, used: Int64) {
        self.kind = kind
        self.limit = limit
        self.used = used
    }

    /// What is counted.
    package enum Kind: String, Sendable {
        /// Requests in a minute.
        case requests
        /// Tokens in a minute.
        case tokens
        /// Requests under way.
        case parallel
    }
}
