/// How much of everything a scope has used at one moment.
package struct LimitStanding: Equatable, Sendable {
    package var money = Reservations(spend: .zero)
    /// Requests that count in the minute.
    package var requests: Int64 = 0
    /// Tokens that count in the minute.
    package var tokens: Int64 = 0
    /// Requests under way.
    package var slots: Int64 = 0
    /// When the spend starts again; nil where it never does.
    package var resetsAt: Timestamp?

    package init() {}
}
