/// The hashes that keys had before, and have now.
///
/// Spend that was recorded under an old hash belongs to the row that is now under the new one:
/// memory counts by it, and the flush books by it. Nothing is ever forgotten: old events may stay
/// in the journal for long.
struct KeyMoves: Equatable, Sendable {
    private var next: [TokenHash: TokenHash] = [:]

    var isEmpty: Bool { next.isEmpty }

    /// - Returns: whether that was not known.
    @discardableResult
    mutating func add(_ move: KeyMove) -> Bool {
        guard move.from != move.to, next[move.from] != move.to else { return false }
        // A key that gets back a former hash; moves may be heard of in any order, so nothing else
        // is forgotten.
        if current(move.to) == move.from { next[move.to] = nil }
        next[move.from] = move.to
        return true
    }

    /// The hash that a key has now.
    func current(_ token: TokenHash) -> TokenHash {
        var current = token
        while let moved = next[current] { current = moved }
        return current
    }

    /// The row that an entity's spend is booked on now.
    func current(_ entity: SpendEntity) -> SpendEntity {
        guard case .key(let token) = entity, !isEmpty else { return entity }
        return .key(current(token))
    }
}
