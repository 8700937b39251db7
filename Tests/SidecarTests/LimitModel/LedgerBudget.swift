import Store

/// A budget that binds a call.
struct LedgerBudget: Sendable {
    var name: String
    var scope: LedgerScope
    /// Whether spend that has reached the limit is refused, or only what is above it.
    var refusesAtLimit: Bool
    /// The row's spend; nil where it is no number.
    var spend: Money?
    var limit: Money?
    var soft: Money?
    var resetAt: Timestamp?
    /// Whether somebody starts the row's spend again when its period is over.
    var isStartedAgain = true
    /// Of a model's budget.
    var duration: String?

    /// Whether it refuses or warns at all.
    var isMoneyLimited: Bool { limit != nil || soft != nil }
}
