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
    /// The hashes that keys had before.
    ///
    /// Never forgotten: old events may stay in the journal for
    /// long, and the flush books them by the same moves.
    private var movedKeys: [TokenHash: TokenHash] = [:]
    /// What the open flush raises.
    private var flushing: [SpendEntity] = []
    /// Those that became idle, perhaps to be taken out.
    private var idle: [SpendEntity] = []
    private var owing: Set<SpendEntity> = []

    /// Whether nothing is pending or remembered anywhere.
    @inline(__always)
    package var isEmpty: Bool { index.count == 0 }

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
        for (entity, amount) in charges.amounts { update(current(entity)) { $0.pending += amount } }
    }

    mutating func drop(_ charges: SpendCharges) {
        for (entity, amount) in charges.amounts { update(current(entity)) { $0.pending -= amount } }
    }
}

// MARK: - Flushes

extension SpendMeters {
    /// Several calls before one end add to what that flush raises.
    mutating func beginFlush(_ entities: some Sequence<SpendEntity>) {
        for named in entities {
            let entity = current(named)
            flushing.append(entity)
            update(entity) { $0.isFlushing = true }
        }
    }

    mutating func settle(
        _ entity: SpendEntity,
        _ amount: Money,
        spend: Money?,
        at end: Generation
    ) {
        update(entity) { $0.settle(amount, spend: spend, at: end) }
    }

    /// Reads of these rows are sure again from now on.
    mutating func endFlush() {
        for entity in flushing { update(current(entity)) { $0.isFlushing = false } }
        flushing = []
    }

    /// Takes out what is idle, but where a read is under way that `isFenceNeeded` knows of.
    mutating func removeIdle(unless isFenceNeeded: (SpendEntity, Generation) -> Bool) {
        let candidates = Set(idle)
        idle = []
        for entity in candidates {
            guard let place = find(entity), meters[place].isIdle else { continue }
            if isFenceNeeded(entity, meters[place].raisedAt) {
                idle.append(entity)
            } else {
                giveUp(place)
            }
        }
    }
}

// MARK: - Reads that have to follow

extension SpendMeters {
    /// Those whose spend has to be read, and can be now.
    var readsDue: [SpendEntity] { owing.filter { self[$0]?.isFlushing == false } }

    /// The spend that a read found was not taken over.
    mutating func oweRead(_ entity: SpendEntity) {
        owing.insert(entity)
        update(entity) { $0.owesRead = true }
    }

    /// A read has told the spend for sure.
    mutating func readSurely(_ entity: SpendEntity) {
        guard owing.remove(entity) != nil else { return }
        update(entity) { $0.owesRead = false }
    }
}

// MARK: - Keys that move

extension SpendMeters {
    /// The hash that a key has now.
    func currentToken(_ token: TokenHash) -> TokenHash {
        var current = token
        while let next = movedKeys[current] { current = next }
        return current
    }

    /// The entity that money for this one is booked on now.
    func current(_ entity: SpendEntity) -> SpendEntity {
        guard case .key(let token) = entity, !movedKeys.isEmpty else { return entity }
        return .key(currentToken(token))
    }

    /// - Returns: whether that was not known.
    @discardableResult
    mutating func moveKey(_ move: KeyMove) -> Bool {
        guard move.from != move.to, movedKeys[move.from] != move.to else { return false }
        // A key that gets back a former hash; moves may be heard of in any order, so nothing else
        // is forgotten.
        if currentToken(move.to) == move.from { movedKeys[move.to] = nil }
        movedKeys[move.from] = move.to
        guard let place = find(.key(move.from)) else { return true }
        let meter = meters[place]
        giveUp(place)
        let now = current(.key(move.to))
        update(now) { $0.absorb(meter) }
        if owing.remove(.key(move.from)) != nil { owing.insert(now) }
        return true
    }
}

extension SpendMeters {
    private mutating func update(_ entity: SpendEntity, _ body: (inout SpendMeter) -> Void) {
        let place = find(entity) ?? makePlace(entity)
        body(&meters[place])
        if meters[place].isIdle { idle.append(entity) }
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
        index.remove(place, hash: entities[place].slotHash) { entities[$0].slotHash }
        free.append(place)
    }
}
