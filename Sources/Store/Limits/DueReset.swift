/// Spends of periods that are over, while their rows still have them.
///
/// A row's `budget_reset_at` has passed, and nobody has written the reset yet: from that moment on,
/// admission leaves out what was spent until then. The amount is remembered once for each end of a
/// period; what is spent later counts.
package struct DueReset<Entity: Hashable & Sendable>: Sendable {
    private var remembered: [Entity: Remembered] = [:]

    package init() {}

    /// What is to be left out, and whether it has to be kept.
    package enum Action: Equatable, Sendable {
        /// Nothing is due.
        case none
        /// Due from now on: keep this, so that a restart leaves out the same.
        case remember(Money)
        /// Due, and known since before.
        case leaveOut(Money)
        /// What was remembered is no longer needed: somebody wrote the reset.
        case forget
    }

    private struct Remembered: Equatable, Sendable {
        var resetAt: Timestamp
        var amount: Money
    }
}

extension DueReset {
    /// Looks at a row with its spend of now.
    ///
    /// Without a time of reset nothing is ever due. A wall clock that is put back makes nothing
    /// forgotten: else the spend between two such jumps would be left out as well. A spend that is
    /// no number is nothing that could be left out.
    package mutating func look(
        at entity: Entity,
        spend: Money?,
        resetAt: Timestamp?,
        now: Timestamp
    ) -> Action {
        let known = remembered[entity]
        guard let resetAt, known == nil || known?.resetAt == resetAt || resetAt <= now else {
            return forget(entity) ? .forget : .none
        }
        guard resetAt <= now, let spend else { return .none }
        if let known, known.resetAt == resetAt { return .leaveOut(min(known.amount, spend)) }
        remembered[entity] = Remembered(resetAt: resetAt, amount: spend)
        return .remember(spend)
    }

    /// Takes over what was remembered before a restart.
    package mutating func restore(_ entity: Entity, resetAt: Timestamp, amount: Money) {
        remembered[entity] = Remembered(resetAt: resetAt, amount: amount)
    }

    /// A row has another primary key: what was remembered of it goes along.
    package mutating func move(from old: Entity, to new: Entity) {
        guard let known = remembered.removeValue(forKey: old) else { return }
        remembered[new] = known
    }

    /// Forgets an entity whose row is gone; whether there was anything to forget.
    @discardableResult
    package mutating func forget(_ entity: Entity) -> Bool {
        remembered.removeValue(forKey: entity) != nil
    }

    /// How many rows wait for their reset.
    package var count: Int { remembered.count }
}
