/// What one budget says of one request.
package enum BudgetVerdict: Equatable, Sendable {
    /// There is no limit.
    case unlimited
    case within(used: Money, limit: Money)
    /// Nothing may be spent any more, or not as much as was estimated.
    case exceeded(used: Money, limit: Money)
    /// The row's spend is no number: what is used is unknown, so nothing passes the limit.
    case unverifiable(limit: Money)

    /// Whether the request may go on as far as this budget goes.
    package var passes: Bool {
        switch self {
        case .unlimited, .within: true
        case .exceeded, .unverifiable: false
        }
    }
}
