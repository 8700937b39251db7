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
        if let former { raiseMovedKey(meters.currentToken(move.to), former) }
        limitMeters.mayCountTwice = meters.mayCountTwice
        return true
    }

    /// What was booked under the old hash since the row was read may not be in it.
    private mutating func raiseMovedKey(_ token: TokenHash, _ former: SpendMeter) {
        guard let slot = keys.find(token), var row = keys.slots[slot].row?.row,
            former.raisedAt > keys.slots[slot].readAt
        else { return }
        row.spend = former.bound(found: row.spend, sentAt: keys.slots[slot].readAt)
        keys.slots[slot].row = Cached(row)
        meters.oweRead(.key(token))
        readIfOwed(.key(token))
    }

    /// The moves that were proved since the last call, to be journaled.
    package mutating func takeKeyMoves() -> [KeyMove] {
        defer { provedKeyMoves = [] }
        return provedKeyMoves
    }

    /// Rows were read and published: that may prove that keys have moved.
    ///
    /// Only then: until the move is known, a row of the new hash is published as it was read.
    mutating func proveKeyMoves<Row: AccountRow>(by row: Row.Type) {
        guard !keyMoveProposals.isEmpty, Row.self == KeyRow.self else { return }
        for move in decideKeyMoves() where moveKey(move) { provedKeyMoves.append(move) }
    }

    /// On its own, so that its view of the table has ended when a move changes a row: else the
    /// change would copy all rows.
    private mutating func decideKeyMoves() -> [KeyMove] {
        let keys = self.keys
        return keyMoveProposals.decide { keys.isThere($0, readAfter: $1) }
    }

    /// All rows were read: what that leaves open may never have been true.
    mutating func doubtKeyMoves<Row: AccountRow>(by row: Row.Type) {
        guard !keyMoveProposals.isEmpty, Row.self == KeyRow.self else { return }
        let keys = self.keys
        keyMoveProposals.doubt { keys.isThere($0, readAfter: $1) }
    }
}

// MARK: - Moves that no notice has told of

extension AccountsState {
    /// Rotations were read: what is held under a former hash moves to the one that they lead to.
    ///
    /// So a key goes on that was rotated while nobody listened: before a start, or in an outage.
    /// A rotation of which notices tell is proved by the reads that they cause.
    mutating func followRotations<Row: AccountRow>(_ row: Row.Type) {
        guard Row.self == DeprecatedKeyRow.self else { return }
        let rotations = deprecatedKeys
        var held = limitMeters.tokens { rotations.holdsRow($0) }
        held.formUnion(meters.tokens { rotations.holdsRow($0) })
        for old in held.sorted(by: { $0.hex < $1.hex }) where !keyMoveProposals.names(old: old) {
            guard let new = end(ofRotation: old) else { continue }
            let move = KeyMove(from: old, to: new)
            if isKnownAsMoved(move) {
                if moveKey(move) { provedKeyMoves.append(move) }
            } else {
                keyMoveProposals.propose(move, at: counter)
                readAgain(.key(old))
                readAgain(.key(new))
                refresh.wakesReader = true
            }
        }
    }

    /// The hash that rotations lead to, over those in between; nil where they lead nowhere.
    private func end(ofRotation old: TokenHash) -> TokenHash? {
        var last = old
        for _ in 0..<KeyMoveProposals.maximum {
            guard let next = deprecatedKeys.lastKnown(last)?.row.activeToken else { break }
            // Whoever writes such rows may lead them in a circle.
            if next == old { return nil }
            last = next
            if keys.holdsRow(last) { break }
        }
        return last == old ? nil : last
    }

    /// Whether what is in memory, and current, already says so.
    private func isKnownAsMoved(_ move: KeyMove) -> Bool {
        let isOldGone =
            keys.find(move.from).map { keys.slots[$0].row == nil && keys.isClean($0) }
            ?? keys.isAbsentWithoutSlot(move.from)
        guard isOldGone, let slot = keys.find(move.to) else { return false }
        return keys.slots[slot].row != nil && keys.isClean(slot)
    }
}
