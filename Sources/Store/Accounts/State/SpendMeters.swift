/// The meters of all entities that money is being booked on.
///
/// They outlive the rows' slots: what is journaled for a row that is forgotten counts all the same
/// when it comes back. Entities that nothing is pending for have none.
package struct SpendMeters: Sendable {
    private var meters: [SpendMeter] = []
    /// Whose each of them is.
    private var entities: [SpendEntity] = []
    private var index = SlotIndex()
    private var free: [Int] = []
    private(set) var moves = KeyMoves()
    /// What the open flush raises, in the order in which it was told.
    private var flushing: [SpendEntity] = []
    /// Those to look at when a flush has ended: at rest, or owed a read.
    private var watched: [SpendEntity] = []
    /// How many are owed a read.
    private var owed = 0

    /// Whether nothing is pending or remembered anywhere.
    @inline(__always)
    package var isEmpty: Bool { index.count == 0 }

    /// Whether a row may have what is pending here, too.
    var mayCountTwice: Bool { owed > 0 || !flushing.isEmpty }

    /// How many entities have a meter.
    package var count: Int { index.count }

    /// What an entity's meter says, if it has one.
    package subscript(entity: SpendEntity) -> SpendMeter? {
        find(entity).map { meters[$0] }
    }

    /// What is journaled for an entity and not yet in its row.
    package func pending(for entity: SpendEntity) -> Money {
        isEmpty ? .zero : find(entity).map { meters[$0].pending } ?? .zero
    }

    private func find(_ entity: SpendEntity) -> Int? {
        index.find(hash: entity.slotHash) { entities[$0] == entity }
    }
}

// MARK: - Charges

extension SpendMeters {
    mutating func add(_ charges: SpendCharges) {
        for (entity, amount) in charges.amounts {
            update(moves.current(entity)) { $0.pending += amount }
        }
    }

    mutating func drop(_ charges: SpendCharges) {
        for (entity, amount) in charges.amounts {
            update(moves.current(entity)) { $0.pending -= amount }
        }
    }
}

// MARK: - Flushes

extension SpendMeters {
    /// Several calls before one end add to what that flush raises.
    mutating func beginFlush(_ entities: some Sequence<SpendEntity>) {
        for named in entities {
            let entity = moves.current(named)
            flushing.append(entity)
            update(entity) { $0.isFlushing = true }
        }
    }

    /// - Returns: What the flush was to raise, each by the id that it has now.
    mutating func endFlush() -> [SpendEntity] {
        var ended: [SpendEntity] = []
        for named in flushing {
            let entity = moves.current(named)
            // A key that moved meanwhile may have been named by both of its hashes.
            guard self[entity]?.isFlushing == true else { continue }
            update(entity) { $0.isFlushing = false }
            ended.append(entity)
        }
        flushing = []
        return ended
    }

    /// The flush has booked this on a row.
    mutating func settle(_ entity: SpendEntity, _ amount: Money, at end: Generation) {
        update(entity) { $0.settle(amount, at: end) }
    }

    /// Every read that is under way was sent after the last rise.
    mutating func forgetRises(of entity: SpendEntity) { update(entity) { $0.forgetRises() } }

    /// Takes out what says nothing any more; `isMissed` says whether a read of a row is under way
    /// that was sent before a moment.
    ///
    /// - Returns: Those whose spend has to be read, and can be now.
    mutating func review(isMissed: (SpendEntity, Generation) -> Bool) -> [SpendEntity] {
        let looked = watched
        watched = []
        var due: [SpendEntity] = []
        for entity in looked {
            guard let place = find(entity) else { continue }
            meters[place].isWatched = false
            if !isMissed(entity, meters[place].raisedAt) { meters[place].forgetRises() }
            if meters[place].isIdle {
                giveUp(place)
            } else {
                watch(place)
                if meters[place].owesRead, !meters[place].isFlushing { due.append(entity) }
            }
        }
        return due
    }
}

// MARK: - Reads that have to follow

extension SpendMeters {
    /// What memory has is not what a read has found for sure.
    mutating func oweRead(_ entity: SpendEntity) {
        if self[entity]?.owesRead != true { owed += 1 }
        update(entity) { $0.owesRead = true }
    }

    /// A read has told the spend for sure.
    mutating func readSurely(_ entity: SpendEntity) {
        guard let place = find(entity), meters[place].owesRead else { return }
        meters[place].owesRead = false
        owed -= 1
    }
}

// MARK: - Keys that move

extension SpendMeters {
    /// The hash that a key has now.
    func currentToken(_ token: TokenHash) -> TokenHash { moves.current(token) }

    /// The keys that anything is known of, of those that are asked about.
    func tokens(where isAsked: (TokenHash) -> Bool) -> Set<TokenHash> {
        var tokens: Set<TokenHash> = []
        for entity in entities {
            guard case .key(let token) = entity, isAsked(token), find(entity) != nil else {
                continue
            }
            tokens.insert(token)
        }
        return tokens
    }

    /// - Returns: whether that was not known.
    @discardableResult
    mutating func moveKey(_ move: KeyMove) -> Bool {
        guard moves.add(move) else { return false }
        guard let place = find(.key(move.from)) else { return true }
        let meter = meters[place]
        giveUp(place)
        update(moves.current(.key(move.to))) { $0.absorb(meter) }
        return true
    }
}

// MARK: - Places

extension SpendMeters {
    private mutating func update(_ entity: SpendEntity, _ body: (inout SpendMeter) -> Void) {
        let place = find(entity) ?? makePlace(entity)
        body(&meters[place])
        watch(place)
    }

    private mutating func watch(_ place: Int) {
        guard !meters[place].isWatched, meters[place].isAtRest || meters[place].owesRead else {
            return
        }
        meters[place].isWatched = true
        watched.append(entities[place])
    }

    private mutating func makePlace(_ entity: SpendEntity) -> Int {
        let place: Int
        if let reused = free.popLast() {
            place = reused
            meters[place] = SpendMeter()
            entities[place] = entity
        } else {
            place = meters.count
            meters.append(SpendMeter())
            entities.append(entity)
        }
        index.insert(place, hash: entity.slotHash) { entities[$0].slotHash }
        return place
    }

    private mutating func giveUp(_ place: Int) {
        if meters[place].owesRead { owed -= 1 }
        index.remove(place, hash: entities[place].slotHash) { entities[$0].slotHash }
        free.append(place)
    }
}
