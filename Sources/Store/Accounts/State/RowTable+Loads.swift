extension RowTable {
    /// A row that a full read which began at `startedAt` has seen.
    /// - Returns: nil if what was filled or noticed later stays.
    mutating func apply(_ read: Cached<Row>, loadedAt startedAt: Generation) -> AppliedRow? {
        let id = read.row.id
        guard let slot = find(id) else { return enter(read, id, loadedAt: startedAt) }
        guard slots[slot].readAt < startedAt, slots[slot].noticedAt < startedAt else { return nil }
        let old = slots[slot].row
        let wasClean = isClean(slot)
        slots[slot].readAt = startedAt
        settle(slot)
        guard old?.row != read.row else { return AppliedRow(slot: slot, isChanged: false) }
        slots[slot].row = read
        slots[slot].knownSince = startedAt
        let isDrift = wasClean && old?.row.withoutSpend != read.row.withoutSpend
        return AppliedRow(slot: slot, isDrift: isDrift)
    }

    /// A row that has no slot: new, or forgotten since the load began, and then perhaps outdated.
    private mutating func enter(
        _ read: Cached<Row>,
        _ id: Row.ID,
        loadedAt startedAt: Generation
    ) -> AppliedRow {
        let slot = makeSlot(id)
        slots[slot].row = read
        slots[slot].readAt = startedAt
        slots[slot].knownSince = startedAt
        if let due = reads[id], due.noticedAt > startedAt {
            slots[slot].noticedAt = due.noticedAt
            dirtySince[slot] = due.noticedSince.map {
                DirtyRow(since: $0, isFailing: due.stage == .failed)
            }
        } else if forgottenAt > startedAt {
            slots[slot].noticedAt = forgottenAt
        }
        // A notice has named it whose read is not done, or that was one too many: nothing that was
        // missed.
        let isAwaited = reads[id].map { $0.noticedAt > .never } ?? false
        let isNews = slots[slot].noticedAt < startedAt && droppedNoticeAt <= loadedAt
        return AppliedRow(slot: slot, isDrift: isNews && !isAwaited)
    }

    /// The full read has ended: what it did not see, and what nothing newer speaks for, is gone.
    /// - Returns: how many rows are gone of which no notice has said so.
    mutating func endLoad(startedAt: Generation, counter: inout Generation) -> Int {
        var gone = 0
        for slot in slots.indices where slots[slot].readAt < startedAt {
            guard slots[slot].noticedAt < startedAt else { continue }
            if slots[slot].row != nil, isClean(slot) { gone += 1 }
            if eviction == .none {
                slots[slot].row = nil
                slots[slot].links = Row.Links()
                slots[slot].readAt = startedAt
                dirtySince[slot] = nil
            } else {
                evict(slot, counter: &counter)
            }
        }
        loadedAt = max(loadedAt, startedAt)
        loadEndedAt = counter.next()
        if isComplete { allNoticedSince = nil }
        return gone
    }

    /// Makes room ahead of a load.
    mutating func reserve(_ rows: Int) {
        slots.reserveCapacity(rows)
        index.reserve(rows) { slots[$0].id.slotHash }
    }

    /// The load has answered every notice about the row, unless the whole table was named since.
    private mutating func settle(_ slot: Int) {
        guard !isClean(slot) else {
            dirtySince[slot] = nil
            return
        }
        dirtySince[slot] = allNoticedSince.map { DirtyRow(since: $0) }
    }
}
