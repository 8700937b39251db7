extension Accounts: SpendLedger {
    package func add(_ charges: SpendCharges) {
        update { cache, _ in cache.add(charges) }
    }

    package func drop(_ charges: SpendCharges) {
        update { cache, _ in cache.drop(charges) }
    }

    package func beginFlush(_ entities: some Sequence<SpendEntity>) {
        update { cache, _ in cache.beginFlush(entities) }
    }

    package func endFlush(committed: SpendCharges?, spends: [SpendEntity: Money]) {
        let wakesReader = update { cache, _ in
            cache.endFlush(committed: committed, spends: spends)
        }
        if wakesReader { wakeReader() }
    }

    package func moveKey(from: TokenHash, to: TokenHash) {
        update { cache, _ in _ = cache.moveKey(KeyMove(from: from, to: to)) }
    }

    /// Notices tell that keys got another hash: to be called before their rows are invalidated.
    func proposeKeyMoves(_ moves: [KeyMove]) {
        guard !moves.isEmpty else { return }
        update { cache, _ in cache.proposeKeyMoves(moves) }
    }

    /// Keys were read: passes on the moves that this has proved.
    func reportKeyMoves() {
        for move in update({ cache, _ in cache.takeKeyMoves() }) { keyMove.yield(move) }
    }
}
