import DequeModule

/// Spends of periods that are over, while their rows still have them.
///
/// A row's `budget_reset_at` has passed, and nobody has written the reset yet: from that moment on,
/// admission leaves out what was spent until then. The amount is remembered once for each end of a
/// period; what is spent later counts. The first daemon that looks stores it, and all others, and
/// the same one after a restart, take over what is stored.
package struct DueReset<Entity: Hashable & Sendable>: Sendable {
    /// Whether it is not known yet what was stored before: nothing is left out until it is, since
    /// each start would hand out a budget once more.
    package private(set) var awaitsStored = false
    /// Whether anybody stores amounts at all.
    private var hasStore = false
    private var remembered: [Entity: Remembered] = [:]
    /// Those that nobody has stored yet, oldest first.
    private var unstored: Deque<Entity> = []
    /// Those that are still to be looked through, until all have been.
    private var unchecked: [Entity] = []
    /// Those that were first seen since somebody asked which.
    private var new: [Entity] = []
    /// Those whose rows are being read, since what memory had of them may have been old.
    private var unread: Set<Entity> = []

    package init() {}

    /// What is to be left out.
    package enum Action: Equatable, Sendable {
        /// Nothing is due.
        case none
        /// Due from now on: this has to be stored.
        case remember(Money)
        /// Due, and known since before; or not known well enough to be stored.
        case leaveOut(Money)
    }

    fileprivate struct Remembered: Equatable, Sendable {
        var resetAt: Timestamp
        var amount: Money
        /// The most that was known to be spent.
        var seen: Money
        /// What was added here since the look.
        var added = Money.zero
        /// Whether less was found once than before.
        var hasFallen = false
        /// Whether it was seen only while spend may have counted twice: it may be too much, and
        /// nobody is told of it before a look that is sure has corrected it.
        var isUnsure = false
        var isStored = false
    }

    /// An amount with the end of the period that it belongs to.
    package struct Entry: Equatable, Sendable {
        package var entity: Entity
        package var resetAt: Timestamp
        package var amount: Money

        package init(_ entity: Entity, resetAt: Timestamp, amount: Money) {
            self.entity = entity
            self.resetAt = resetAt
            self.amount = amount
        }
    }
}

// MARK: - Looks

extension DueReset {
    /// Looks at a row with its spend of now.
    ///
    /// Without a time of reset nothing ever becomes due. A wall clock that is put back makes
    /// nothing forgotten: else the spend between two such jumps would be left out as well. A spend
    /// that is no number is nothing that could be left out.
    ///
    /// When the end has moved, what was left out is so still, until `forget` says that the row was
    /// read since. A spend that has fallen meanwhile was started again by somebody, with or without
    /// a new end: nothing is left out of it any more.
    ///
    /// Where some of the spend may count twice, as while a flush is under way, it is not held
    /// against later ones, and what is remembered of it is corrected by the first look that is
    /// sure: else that one would find less, as after a reset.
    package mutating func look(
        at entity: Entity,
        spend: Money?,
        mayCountTwice: Bool = false,
        resetAt: Timestamp?,
        now: Timestamp
    ) -> Action {
        guard let spend else { return .none }
        guard var known = remembered[entity] else {
            return remember(entity, spend, mayCountTwice, resetAt: resetAt, now: now)
        }
        if let resetAt, resetAt != known.resetAt, resetAt <= now {
            return remember(entity, spend, mayCountTwice, resetAt: resetAt, now: now)
        }
        if !(known.isUnsure && mayCountTwice), known.learn(spend, mayCountTwice: mayCountTwice) {
            remembered[entity] = known
        }
        let isDue = resetAt != known.resetAt || known.resetAt <= now
        return isDue && !awaitsStored ? .leaveOut(min(known.amount, spend)) : .none
    }

    private mutating func remember(
        _ entity: Entity,
        _ spend: Money,
        _ isUnsure: Bool,
        resetAt: Timestamp?,
        now: Timestamp
    ) -> Action {
        guard let resetAt, resetAt <= now else { return .none }
        var known = Remembered(resetAt: resetAt, amount: spend, seen: spend)
        known.isUnsure = isUnsure
        remembered[entity] = known
        unstored.append(entity)
        new.append(entity)
        if awaitsStored { return .none }
        return isUnsure ? .leaveOut(spend) : .remember(spend)
    }

    /// Which end of a period an amount is remembered of.
    package func end(of entity: Entity) -> Timestamp? { remembered[entity]?.resetAt }

    /// More is spent from now on: whoever finds less of it later knows of a reset.
    package mutating func add(_ amount: Money, to entity: Entity) {
        guard !remembered.isEmpty, remembered[entity] != nil else { return }
        remembered[entity]?.seen += amount
        remembered[entity]?.added += amount
    }

    /// Spend that was counted does not count any more: that is no reset.
    package mutating func takeBack(_ amount: Money, from entity: Entity) {
        guard !remembered.isEmpty, remembered[entity] != nil else { return }
        remembered[entity]?.seen -= amount
        remembered[entity]?.added -= amount
    }

    /// A row has another primary key: what was remembered of it goes along.
    package mutating func move(from old: Entity, to new: Entity) {
        guard var known = remembered.removeValue(forKey: old) else { return }
        unread.remove(old)
        known.isStored = false
        remembered[new] = known
        unstored.append(new)
    }

    /// The reset was written and the row read since, or the row is gone; whether there was anything
    /// to forget.
    @discardableResult
    package mutating func forget(_ entity: Entity) -> Bool {
        unread.remove(entity)
        return remembered.removeValue(forKey: entity) != nil
    }

    /// The rows are another database's, which has stored amounts of its own.
    package mutating func forgetAll() {
        awaitsStored = hasStore
        remembered = [:]
        unstored = []
        unchecked = []
        new = []
        unread = []
    }

    /// Goes through the rows that wait for their reset.
    func forEachEntity(_ body: (Entity) -> Void) { remembered.keys.forEach(body) }

    /// How many rows wait for their reset.
    package var count: Int { remembered.count }

    /// The next few rows to look through for those that nobody asks about any more; all of them in
    /// turn.
    package mutating func takeUnchecked(_ limit: Int) -> [Entity] {
        if unchecked.isEmpty { unchecked = Array(remembered.keys) }
        defer { unchecked.removeLast(min(limit, unchecked.count)) }
        return Array(unchecked.suffix(limit))
    }
}

// MARK: - What the first look has missed

extension DueReset {
    /// Whether `takeNew` has any.
    package var hasNew: Bool { !new.isEmpty }

    /// The rows that were first seen to be due since the last call.
    package mutating func takeNew() -> [Entity] {
        defer { new = [] }
        return new
    }

    /// The row is being read: until that has come its amount is not stored.
    package mutating func awaitRead(of entity: Entity) {
        if remembered[entity] != nil { unread.insert(entity) }
    }

    /// Whether any row is being read for this.
    package var awaitsReads: Bool { !unread.isEmpty }

    /// A row was read, and this is spent of it: what others had booked by then, and memory did not
    /// know when it looked, is left out with the rest.
    package mutating func wasRead(_ entity: Entity, spend: Money) {
        guard unread.remove(entity) != nil, let known = remembered[entity], !known.isStored,
            !known.hasFallen
        else { return }
        let before = max(spend - known.added, .zero)
        remembered[entity]?.amount = known.isUnsure ? before : max(known.amount, before)
        remembered[entity]?.seen = known.isUnsure ? spend : max(known.seen, spend)
        remembered[entity]?.isUnsure = false
    }

    /// What is left out of a row from the end of a period on, as far as it is known here.
    package func amount(of entity: Entity, endedAt end: Timestamp) -> Known? {
        guard let known = remembered[entity], known.resetAt == end else { return nil }
        return Known(amount: known.amount, isFirm: known.isStored || known.hasFallen)
    }

    /// An amount that is remembered.
    package struct Known: Equatable, Sendable {
        package var amount: Money
        /// Whether it counts whatever is stored.
        package var isFirm: Bool

        package init(amount: Money, isFirm: Bool) {
            self.amount = amount
            self.isFirm = isFirm
        }
    }
}

// MARK: - What is stored

extension DueReset {
    /// Somebody stores amounts, and will say what was stored before.
    package mutating func awaitStored() {
        hasStore = true
        awaitsStored = true
    }

    /// All that was stored before has been restored, or cannot be had.
    package mutating func knowsStored() { awaitsStored = false }

    /// Those of the next ones to be stored that wait for a look that is sure.
    func unsure(_ limit: Int) -> [Entity] {
        Array(unstored.lazy.filter { remembered[$0]?.isUnsure == true }.prefix(limit))
    }

    /// The next amounts that are to be stored; they come again until they are.
    package mutating func takeUnstored(_ limit: Int) -> [Entry] {
        var entries: [Entry] = []
        for _ in 0..<unstored.count where entries.count < limit {
            guard let entity = unstored.popFirst(), let known = remembered[entity],
                !known.isStored
            else { continue }
            unstored.append(entity)
            guard !known.isUnsure, !unread.contains(entity) else { continue }
            entries.append(Entry(entity, resetAt: known.resetAt, amount: known.amount))
        }
        return entries
    }

    /// Takes over an amount that is stored, whoever has looked first.
    ///
    /// An amount of another end than the one that is known here says nothing.
    package mutating func restore(_ entry: Entry) {
        guard var known = remembered[entry.entity] else {
            remembered[entry.entity] = Remembered(
                resetAt: entry.resetAt,
                amount: entry.amount,
                seen: .zero,
                isStored: true
            )
            return
        }
        guard known.resetAt == entry.resetAt, !known.isStored else { return }
        if !known.hasFallen { known.amount = entry.amount }
        known.isStored = true
        remembered[entry.entity] = known
    }
}

extension DueReset.Remembered {
    /// A look has found this spend.
    /// - Returns: whether that says anything new.
    fileprivate mutating func learn(_ spend: Money, mayCountTwice: Bool) -> Bool {
        if isUnsure {
            correct(by: spend)
            return true
        }
        if spend < seen.lessRounding {
            amount = .zero
            hasFallen = true
        } else if spend <= seen || mayCountTwice {
            return false
        }
        seen = spend
        return true
    }

    /// The first spend that is sure: what does not go back to events since was there before.
    private mutating func correct(by spend: Money) {
        let since = seen - amount
        // What is stored is somebody's who was sure.
        if !isStored { amount = min(max(spend - since, .zero), amount) }
        seen = spend
        isUnsure = false
    }
}

extension Money {
    /// Less what a sum in floating point may be off, which is no fall.
    fileprivate var lessRounding: Money { Money(picodollars: picodollars - picodollars >> 40) }
}
