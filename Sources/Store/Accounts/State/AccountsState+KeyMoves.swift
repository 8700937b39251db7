extension AccountsState {
    /// Notices tell that keys got another hash; to be called before their rows are marked.
    package mutating func proposeKeyMoves(_ moves: [KeyMove]) {
        for move in moves { keyMoveProposals.propose(move, at: counter) }
    }

    /// A key has another hash now.
    package mutating func moveKey(_ move: KeyMove) {
        meters.moveKey(move)
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
        for move in moves where meters.moveKey(move) { provedKeyMoves.append(move) }
    }
}
