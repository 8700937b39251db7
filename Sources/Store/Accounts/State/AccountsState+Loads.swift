extension AccountsState {
    /// A full read of a table begins; it must be sent after this call.
    /// - Returns: its place in the order of asks and notices.
    package mutating func beginLoad<Row: AccountRow>(
        of row: Row.Type,
        expectedRows: Int
    ) -> Generation {
        self[keyPath: Row.table].reserve(expectedRows)
        let startedAt = counter.next()
        self[keyPath: Row.table].openLoad = startedAt
        return startedAt
    }

    /// Takes over rows that a full read has seen.
    /// - Returns: how many of them were not in memory as they are, spend aside: at a sweep, the
    ///   drift.
    package mutating func applyLoad<Row: AccountRow>(_ rows: [Row], startedAt: Generation) -> Int {
        applyLoad(rows.map(Cached.init), startedAt: startedAt)
    }

    /// The same for rows that are made already as they are held.
    package mutating func applyLoad<Row: AccountRow>(
        _ rows: [Cached<Row>],
        startedAt: Generation
    ) -> Int {
        var drift = 0
        var hasChanged = false
        for row in rows {
            guard let applied = apply(row, startedAt), applied.isChanged else { continue }
            hasChanged = true
            if applied.isDrift { drift += 1 }
            relink(Row.self, applied.slot)
        }
        if hasChanged { refreshModels(after: Row.self) }
        return drift
    }

    private mutating func apply<Row: AccountRow>(
        _ read: Cached<Row>,
        _ startedAt: Generation
    ) -> AppliedRow? {
        let fenced = fence(read.row, sentAt: startedAt)
        let applied = self[keyPath: Row.table].apply(
            fenced.map(Cached.init) ?? read,
            loadedAt: startedAt
        )
        noteSpend(
            of: Row.self,
            read.row.id,
            isFenced: fenced != nil,
            isPublished: applied != nil
        )
        return applied
    }

    /// The full read has ended without an error: what it did not see is gone.
    /// - Returns: how many rows are gone of which no notice has said so: at a sweep, drift too.
    package mutating func endLoad<Row: AccountRow>(of row: Row.Type, startedAt: Generation) -> Int {
        var counter = self.counter
        let gone = self[keyPath: Row.table].endLoad(startedAt: startedAt, counter: &counter)
        self.counter = counter
        closeLoad(of: row, startedAt: startedAt)
        proveKeyMoves(by: row)
        doubtKeyMoves(by: row)
        followRotations(row)
        refreshModels(after: Row.self)
        return gone
    }

    /// The full read brings nothing any more: it has ended, or failed.
    package mutating func closeLoad<Row: AccountRow>(of row: Row.Type, startedAt: Generation) {
        guard self[keyPath: Row.table].openLoad == startedAt else { return }
        self[keyPath: Row.table].openLoad = nil
    }
}
