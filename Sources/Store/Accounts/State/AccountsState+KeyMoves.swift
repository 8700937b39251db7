extension AccountsState {
    /// Notices tell that keys got another hash; to be called before their rows are marked.
    package mutating func proposeKeyMoves(_ moves: [KeyMove]) {
        for move in moves { keyMoveProposals.propose(move, at: counter) }
    }

    /// A key has another hash now.
    /// - Returns: whether that was not known.
    @discardableResult
    package mutating func moveKey(_ move: KeyMove) -> Bool {
        let former = meters[.key(move.from)]
        guard meters.moveKey(move) else { return false }
        limitMeters.moveKey(move)
        if let former { fenceMovedKey(move.to, former) }
        return true
    }

    /// The row under the new hash may have been read across a flush that knew only the old one.
    private mutating func fenceMovedKey(_ token: TokenHash, _ former: SpendMeter) {
        guard let slot = keys.find(token), var row = keys.slots[slot].row?.row,
            former.overlaps(readSentAt: keys.slots[slot].readAt),
            let known = row.spend,
            let raised = meters[.key(token)]?.spend(found: known, sentAt: keys.slots[slot].readAt)
        else { return }
        row.spend = max(known, raised)
        keys.slots[slot].row = Cached(row)
        readSpendAgain(KeyRow.self, token)
    }

    /// The moves that were proved since the last call, to be journaled.
    package mutating func takeKeyMoves() -> [KeyMove] {
        defer { provedKeyMoves = [] }
        return provedKeyMoves
    }

    /// A row was read: that may prove that a key has moved.
    mutating func proveKeyMoves<Row: AccountRow>(
        _ row: Row?,
        _ id: Row.ID,
        sentAt: Generation
    ) {
        guard !keyMoveProposals.isEmpty, case .key(let token)? = Row.spendEntity(of: id) else {
            return
        }
        prove(keyMoveProposals.read(token, isThere: row != nil, sentAt: sentAt))
    }

    /// All rows of a table were read.
    mutating func proveKeyMoves<Row: AccountRow>(afterLoadOf row: Row.Type, startedAt: Generation) {
        guard !keyMoveProposals.isEmpty, Row.self == KeyRow.self else { return }
        let keys = self.keys
        prove(keyMoveProposals.readAll(startedAt: startedAt) { keys.holdsRow($0) })
    }

    private mutating func prove(_ moves: [KeyMove]) {
        for move in moves where moveKey(move) { provedKeyMoves.append(move) }
    }
}
