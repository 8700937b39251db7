/// The money limit of an entity and when its spend starts again at zero.
package struct BudgetTerms: Equatable, Sendable {
    /// Refused at or above this, as the entity's comparator says; nil: no limit, also for NaN.
    package var maxBudget: Money?
    /// Warned about above this; never refuses.
    package var softBudget: Money?
    /// How long until the spend starts again, in the proxy's grammar: `30d`, `1mo`.
    package var duration: String?
    package var resetAt: Timestamp?

    package init() {}

    /// Whether it limits or warns at all.
    package var isLimiting: Bool { maxBudget != nil || softBudget != nil }
}
