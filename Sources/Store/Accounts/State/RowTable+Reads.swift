import DequeModule

extension RowTable {
    /// A notice named this row: it is dirty from now on, and read again at once.
    ///
    /// An id without a slot is only read: there is nothing yet that could be out of date. With
    /// `readsAtOnce` false the read is left to the request that needs the row.
    mutating func notice(
        _ id: Row.ID,
        at generation: Generation,
        now: Moment,
        readsAtOnce: Bool
    ) {
        if let slot = find(id) {
            slots[slot].noticedAt = generation
            if slots[slot].row != nil, dirtySince[slot] == nil {
                dirtySince[slot] = DirtyRow(since: now)
            }
        }
        if readsAtOnce { enqueue(id) }
        reads[id]?.notice(at: generation, now: now)
    }

    /// A notice named the whole table: every row is dirty until a load or its own read.
    mutating func noticeAll(at generation: Generation, now: Moment) {
        allNoticedAt = generation
        allNoticedSince = allNoticedSince ?? now
    }

    /// Nothing is left that knows of some row: a request reads it in any case.
    mutating func forget(at generation: Generation) {
        forgottenAt = generation
    }

    /// A notice named a row without a slot, and is not kept: a request reads the row in any case.
    mutating func dropNotice(at generation: Generation) {
        forgottenAt = generation
        droppedNoticeAt = generation
    }

    /// A request needs this row read.
    /// - Returns: whether that is a new read, for which the reader must be woken.
    mutating func demand(_ id: Row.ID) -> Bool {
        let isNew = enqueue(id)
        reads[id]?.isDemanded = true
        return isNew
    }

    /// Takes up to `limit` queued ids, to be read by one statement sent after `generation`.
    mutating func takeQueued(limit: Int, at generation: Generation) -> [Row.ID] {
        let ids = Array(queue.prefix(limit))
        queue.removeFirst(ids.count)
        for id in ids { reads[id]?.stage = .sent(generation) }
        return ids
    }

    /// The read of `id` is done: publishes what it found, unless something newer stands there.
    ///
    /// With `keepsAbsence` a row that was not found is remembered for requests that come later;
    /// those that asked before the read are answered by it in any case.
    ///
    /// - Returns: the slot that was filled, if any.
    mutating func finish(
        _ id: Row.ID,
        row: Cached<Row>?,
        sentAt: Generation,
        keepsAbsence: Bool,
        counter: inout Generation
    ) -> Int? {
        let read = endRead(id)
        guard (read?.evictedAt ?? .never) < sentAt else { return nil }
        // A load that began later has not seen the row, or has said so of it.
        guard find(id) != nil || sentAt > loadedAt else { return nil }
        guard let slot = find(id) ?? slotForResult(id, found: row != nil, read, &counter),
            slots[slot].readAt < sentAt
        else { return nil }
        noteFinding(slot, row, &counter)
        slots[slot].readAt = sentAt
        slots[slot].row = row
        settle(slot, after: read)
        if row == nil {
            if !keepsAbsence { slots[slot].noticedAt = max(slots[slot].noticedAt, sentAt) }
            if eviction.boundsAbsences { candidates.append((slot, id)) }
        }
        evictBeyondCapacity(counter: &counter)
        return slot
    }

    /// Reads in a row that find the same say so since the first of them.
    ///
    /// Unless a notice came in between: a row may have been there then. It counts when the answer
    /// came, since a statement may have seen the table at any time after it was sent.
    private mutating func noteFinding(
        _ slot: Int,
        _ row: Cached<Row>?,
        _ counter: inout Generation
    ) {
        let isSame = Self.isSame(slots[slot].row, row)
        let wasKnown = slots[slot].knownSince > .never
        guard !isSame || !wasKnown || (row == nil && !isClean(slot)) else { return }
        slots[slot].knownSince = counter.next()
    }

    /// Whether two reads have found the same, spend aside.
    private static func isSame(_ old: Cached<Row>?, _ new: Cached<Row>?) -> Bool {
        guard let old, let new else { return old == nil && new == nil }
        return old.row.withoutSpend == new.row.withoutSpend
    }

    /// The read of `id` failed: a row that was dirty is stale since then, and a row that was
    /// noticed and is not there stays to be read.
    mutating func fail(_ id: Row.ID, now: Moment) {
        guard var read = endRead(id) else { return }
        let slot = find(id)
        if let slot, slots[slot].row != nil {
            guard !isClean(slot) else { return }
            let since = read.noticedSince ?? allNoticedSince ?? now
            dirtySince[slot, default: DirtyRow(since: since)].isFailing = true
        } else if read.noticedAt > (slot.map { slots[$0].readAt } ?? .never), reads[id] == nil {
            read.stage = .failed
            reads[id] = read
        }
    }

    /// Rows whose read failed, queued again, in an order that does not hang on hashes.
    /// - Returns: whether there are any.
    mutating func retryFailed() -> Bool {
        var any = false
        for slot in dirtySince.keys.sorted() where dirtySince[slot]?.isFailing == true {
            any = enqueue(slots[slot].id) || any
        }
        let failed = reads.filter { $0.value.stage == .failed }
        for (id, _) in failed.sorted(by: { $0.value.noticedAt < $1.value.noticedAt }) {
            any = enqueue(id) || any
        }
        return any
    }

    @discardableResult
    mutating func enqueue(_ id: Row.ID) -> Bool {
        switch reads[id]?.stage {
        case .queued, .sent: return false
        case .failed: reads[id]?.stage = .queued
        case nil: reads[id] = PendingRead()
        }
        queue.append(id)
        return true
    }

    private mutating func endRead(_ id: Row.ID) -> PendingRead? {
        guard let read = reads.removeValue(forKey: id) else { return nil }
        if let since = read.dueSince {
            enqueue(id)
            reads[id]?.noticedAt = read.noticedAt
            reads[id]?.firstNoticedAt = read.dueAt
            reads[id]?.noticedSince = since
        }
        return read
    }

    /// A row was read: it is clean, or dirty only since a notice that this read missed.
    private mutating func settle(_ slot: Int, after read: PendingRead?) {
        let isDirty = slots[slot].row != nil && !isClean(slot)
        let since = read?.dueSince ?? allNoticedSince
        dirtySince[slot] = isDirty ? since.map { DirtyRow(since: $0) } : nil
    }

    /// In a complete table an absent row needs no slot: that it has none says as much, except
    /// while it is noticed again and again, to those who wait for this very read.
    private mutating func slotForResult(
        _ id: Row.ID,
        found: Bool,
        _ read: PendingRead?,
        _ counter: inout Generation
    ) -> Int? {
        guard found || eviction != .none || read?.isDemanded == true else {
            forget(at: counter.next())
            return nil
        }
        let slot = makeSlot(id)
        slots[slot].noticedAt = read?.noticedAt ?? .never
        if eviction.boundsRows { candidates.append((slot, id)) }
        return slot
    }
}
