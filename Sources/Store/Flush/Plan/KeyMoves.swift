/// The hashes that keys had before, and have now.
///
/// The flush books by it: what was recorded under an old hash belongs to the row that is now under
/// the new one.
struct KeyMoves: Equatable, Sendable {
    private var next: [TokenHash: TokenHash] = [:]

    var isEmpty: Bool { next.isEmpty }

    mutating func add(_ move: KeyMove) {
        guard move.from != move.to else { return }
        // A key that gets back a former hash; moves may be heard of in any order, so nothing else
        // is forgotten.
        if current(move.to) == move.from { next[move.to] = nil }
        next[move.from] = move.to
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
