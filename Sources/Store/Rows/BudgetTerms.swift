/// The money limit of an entity and when its spend starts again at zero.
package struct BudgetTerms: Equatable, Sendable {
    /// Refused at or above this, as the entity's comparator says; nil: no limit, also for NaN.
    package var maxBudget: Money?
    /// Warned about above this; never refuses.
    package var softBudget: Money?
    /// How long until the spend starts again, in the proxy's grammar: `30d`, `1mo`.
    package var duration: String? {
        didSet { isPeriodic = Self.isPeriod(duration) }
    }
    package var resetAt: Timestamp?
    /// Whether the duration can be read: found once, not at each request.
    private var isPeriodic: Bool

    package init(
        maxBudget: Money? = nil,
        duration: String? = nil,
        resetAt: Timestamp? = nil
    ) {
        self.maxBudget = maxBudget
        self.duration = duration
        self.resetAt = resetAt
        // An initialiser is not observed.
        isPeriodic = Self.isPeriod(duration)
    }

    private static func isPeriod(_ duration: String?) -> Bool {
        duration.flatMap(BudgetPeriod.init) != nil
    }

    /// Whether it limits or warns at all.
    package var isLimiting: Bool { maxBudget != nil || softBudget != nil }

    /// When the spend starts again; nil: never, also where nobody can read how long a period is.
    package var periodEnd: Timestamp? { isPeriodic ? resetAt : nil }
}
