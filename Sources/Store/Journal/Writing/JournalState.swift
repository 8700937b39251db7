/// What the journal holds, who waits, and what is to be done next.
struct JournalState: Equatable {
    typealias ID = PendingAppend.ID

    let maximumBytes: Int
    let retention: Duration
    /// Oldest first.
    var sealed: [SegmentInfo]
    /// What is written to; there is none before the first record.
    private(set) var active: SegmentInfo?
    /// Of the active segment: places of records that a start must see, and whether all are whole.
    private(set) var notes: [Int] = []
    private(set) var isWhole = true
    /// The last number that was written.
    private(set) var last: Int64
    /// Numbers up to here are taken, wherever the journal ends.
    private(set) var floor: Int64 = 0
    private var wantedFloor: Int64?
    /// Groups that were written since the start: appends that shared one write.
    private(set) var groups: Int64 = 0
    private(set) var durable: Int64
    /// How much of the active segment is on the disk.
    private(set) var durableBytes = 0
    var flushed: Int64
    var pendingBytes = 0
    var sealedBytes: Int
    private(set) var intake = JournalIntake.open
    private var waiting: [PendingAppend] = []
    /// Of those that wait, and of those that are being written.
    private var waitingBytes = 0
    private var lastID: ID = 0
    /// Keys that wait, or are being written.
    private var pendingKeys: [UInt128: ID] = [:]
    private(set) var mayTrim = false
    private var isTidyDue = false
    private var isProbeDue = false
    private var isWriterAsleep = false

    /// Begins with what a start has found.
    init(_ settings: JournalSettings, _ found: RecoveredJournal) {
        maximumBytes = settings.maximumBytes
        retention = settings.retention
        sealed = found.sealed
        active = found.active?.info
        notes = found.active?.notes ?? []
        isWhole = found.active?.isWhole ?? true
        last = found.report.last
        durable = last
        durableBytes = active?.bytes ?? 0
        flushed = found.report.flushed
        // Ahead of the journal's end when that is lost.
        floor = max(flushed, found.report.floor)
        sealedBytes = sealed.reduce(0) { $0 + $1.bytes }
        isTidyDue = true
        countPending()
    }

    enum AppendAction: Equatable {
        case enqueue(ID, wakesWriter: Bool)
        /// A call with the same key is under way: its fate is this one's.
        case join(ID)
        case refuse(JournalError)
    }

    /// Somebody brings a record whose key, if it has one, is not known to be used.
    mutating func append(_ record: EncodedRecord, mustAsk: Bool) -> AppendAction {
        if let key = record.key, let first = pendingKeys[key.scope] { return .join(first) }
        if let reason = refusal(of: record, mustAsk: mustAsk) { return .refuse(reason) }
        lastID += 1
        waiting.append(PendingAppend(id: lastID, record: record, mustAsk: mustAsk))
        waitingBytes += record.byteCount
        if let key = record.key { pendingKeys[key.scope] = lastID }
        return .enqueue(lastID, wakesWriter: wake())
    }

    /// One that may be a repeat is never told that nothing was kept before the files were asked.
    private func refusal(of record: EncodedRecord, mustAsk: Bool) -> JournalError? {
        switch intake {
        case .closed: return mustAsk ? .outcomeUnknown("the journal is closed") : .closed
        case .outcomeUnknown(let reason): return .outcomeUnknown(reason)
        case .open, .refusing, .full: break
        }
        guard record.payload.count <= JournalLimits.payloadBytes else {
            return .refused("a record has at most \(JournalLimits.payloadBytes) bytes")
        }
        let isFull = pendingBytes + waitingBytes + record.byteCount > maximumBytes
        return isFull && !mustAsk ? .full : nil
    }

    /// Whether what waits has room, for a record that was let in to be asked about.
    var hasRoomForWaiting: Bool { pendingBytes + waitingBytes <= maximumBytes }

    /// Whether the writer must be woken, since there is something to do.
    private mutating func wake() -> Bool {
        defer { isWriterAsleep = false }
        return isWriterAsleep
    }

    enum Work: Equatable {
        case write([PendingAppend])
        /// A sync has failed: these were not written, and never will be.
        case refuse([PendingAppend], JournalError)
        /// The segments to remove, if any, and what else is put in order with them.
        case tidy([SegmentInfo])
        /// Numbers go on higher from here; those who asked for it are told.
        case raised
        /// See whether writing is possible again.
        case probe
        /// Nothing to do: sleep until woken, then ask again.
        case sleep
        case end
    }

    /// The writer asks for its next work.
    mutating func next(now: Timestamp) -> Work {
        if case .outcomeUnknown(let reason) = intake, !waiting.isEmpty {
            return .refuse(take(upTo: .max), .outcomeUnknown(reason))
        }
        if let raise = wantedFloor {
            wantedFloor = nil
            floor = max(floor, raise)
            return .raised
        }
        if isTidyDue {
            isTidyDue = false
            defer { mayTrim = false }
            return .tidy(trimmable(now: now))
        }
        if !waiting.isEmpty { return .write(take(upTo: JournalLimits.groupBytes)) }
        if isProbeDue {
            isProbeDue = false
            return .probe
        }
        if intake == .closed { return .end }
        isWriterAsleep = true
        return .sleep
    }

    private mutating func take(upTo bytes: Int) -> [PendingAppend] {
        var size = 0
        var count = 0
        for append in waiting {
            size += append.record.byteCount
            if count > 0, size > bytes { break }
            count += 1
        }
        defer { waiting.removeFirst(count) }
        return Array(waiting.prefix(count))
    }

    /// An append has met its fate, whatever that is.
    mutating func settle(_ append: PendingAppend) {
        waitingBytes -= append.record.byteCount
        if let key = append.record.key { pendingKeys[key.scope] = nil }
    }
}

extension JournalState {
    /// The next number.
    var next: Int64 { max(last, floor) + 1 }

    /// Numbers up to here are known to be taken: the journal goes on above them, once the group
    /// under way is written.
    mutating func raise(to sequence: Int64) -> Bool {
        wantedFloor = max(wantedFloor ?? 0, sequence)
        return wake()
    }

    /// Segments may go for their age, until the next time that order is made.
    mutating func allowTrim() -> Bool {
        mayTrim = true
        isTidyDue = true
        return wake()
    }

    /// A segment was made to write to.
    mutating func begin(_ header: SegmentHeader) {
        active = SegmentInfo(header)
        notes = []
        isWhole = true
        durableBytes = SegmentHeader.byteCount
    }

    /// The active segment gets no more records, and all of it is on the disk.
    ///
    /// - Returns: nil when it has no record; then its file goes.
    mutating func seal() -> SegmentInfo? {
        guard let info = active else { return nil }
        active = nil
        durable = last
        guard info.last >= info.first else { return nil }
        sealed.append(info)
        sealedBytes += info.bytes
        return info
    }

    /// A group was written, and synced if that was asked for.
    mutating func written(_ group: [PendingAppend], from first: Int64, now: Timestamp) {
        for (index, append) in group.enumerated() {
            settle(append)
            if append.record.isNote { notes.append(active?.bytes ?? 0) }
            let size = append.record.byteCount
            active?.add(first + Int64(index), byteCount: size, time: now)
            pendingBytes += size
        }
        last = first + Int64(group.count) - 1
        groups += 1
        if case .refusing = intake { intake = .open }
    }

    /// So much of a segment is on the disk.
    mutating func synced(_ segment: Int64, bytes: Int, through sequence: Int64) {
        durable = max(durable, sequence)
        if active?.first == segment { durableBytes = max(durableBytes, bytes) }
    }

    /// A write failed, or works again.
    mutating func refusing(_ reason: String?) {
        switch intake {
        case .open, .refusing, .full: intake = reason.map { .refusing($0) } ?? .open
        case .outcomeUnknown, .closed: break
        }
    }

    /// A sync failed: nobody can tell what the disk holds.
    mutating func poison(_ reason: String) {
        if intake != .closed { intake = .outcomeUnknown(reason) }
    }

    /// Somebody wants to know whether writing works again.
    mutating func probe() -> Bool {
        isProbeDue = true
        return wake()
    }

    /// No more records.
    mutating func close() -> Bool {
        intake = .closed
        isTidyDue = true
        return wake()
    }

    /// Whether a segment has room for so many bytes, and the next number can follow in it.
    func hasRoom(for bytes: Int, in segmentBytes: Int) -> Bool {
        guard let active, active.last + 1 == next else { return false }
        return active.bytes + bytes <= segmentBytes || active.last < active.first
    }
}
