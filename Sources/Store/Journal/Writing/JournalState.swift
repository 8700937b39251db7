/// What the journal holds, who waits, and what is to be done next.
struct JournalState: Equatable {
    typealias ID = PendingAppend.ID

    var settings: JournalSettings
    /// Oldest first.
    private(set) var sealed: [SegmentInfo]
    /// What is written to; there is none before the first record.
    private(set) var active: SegmentInfo?
    /// Of the active segment: places of records that a start must see, and whether all are whole.
    private(set) var notes: [Int] = []
    private(set) var isWhole = true
    var numbers: NumberingState
    /// Records that were taken anew under another number: the flush passes them by.
    private(set) var replaced: Set<Int64>
    /// Groups that were written since the start: appends that shared one write.
    private(set) var groups: Int64 = 0
    private(set) var durable: Int64
    /// How much of the active segment is on the disk.
    private(set) var durableBytes = 0
    var flushed: Int64
    var pendingBytes = 0
    private(set) var sealedBytes: Int
    /// Why a sync failed: nobody can tell what the disk holds, so nothing is written any more,
    /// whatever else is asked for.
    private(set) var poison: String?
    private(set) var isClosed = false
    /// Why the last write failed.
    private var writeFailure: String?
    private var waiting: [PendingAppend] = []
    /// Of those that wait, and of those that are being written.
    private var waitingBytes = 0
    private var lastID: ID = 0
    /// Keys that wait, or are being written.
    private var pendingKeys: [UInt128: ID] = [:]
    private(set) var mayTrim = false
    private var isTidyDue = false
    private var isWriterAsleep = false

    /// Begins with what a start has found.
    init(_ settings: JournalSettings, _ found: RecoveredJournal) {
        let report = found.report
        self.settings = settings
        sealed = found.sealed
        active = found.active?.info
        notes = found.active?.notes ?? []
        isWhole = found.active?.isWhole ?? true
        numbers = NumberingState(
            last: report.last,
            given: max(report.flushed, report.given),
            bound: report.bound,
            mark: found.mark
        )
        replaced = report.replaced
        durable = report.last
        durableBytes = active?.bytes ?? 0
        flushed = report.flushed
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
        if let poison { return .outcomeUnknown(poison) }
        if isClosed { return mustAsk ? .outcomeUnknown("the journal is closed") : .closed }
        guard record.payload.count <= JournalLimits.payloadBytes else {
            return .refused("a record has at most \(JournalLimits.payloadBytes) bytes")
        }
        guard record.isBounded, !mustAsk else { return nil }
        let bytes = pendingBytes + waitingBytes + record.byteCount
        return bytes > settings.maximumBytes ? .full : nil
    }

    /// Whether what waits has room, for a record that was let in to be asked about.
    var hasRoomForWaiting: Bool { pendingBytes + waitingBytes <= settings.maximumBytes }

    /// Whether the writer must be woken, since there is something to do.
    private mutating func wake() -> Bool {
        defer { isWriterAsleep = false }
        return isWriterAsleep
    }

    enum Work: Equatable {
        case write([PendingAppend])
        /// A sync has failed: these were not written, and never will be.
        case refuse([PendingAppend], JournalError)
        case number(NumberingState.Step)
        /// The segments to remove, if any, and what else is put in order with them.
        case tidy([SegmentInfo])
        /// Nothing to do: sleep until woken, then ask again.
        case sleep
        case end
    }

    /// The writer asks for its next work.
    mutating func next(now: Timestamp) -> Work {
        if let poison, !waiting.isEmpty {
            return .refuse(take(upTo: .max), .outcomeUnknown(poison))
        }
        if let step = numbers.step() { return .number(step) }
        if isTidyDue {
            isTidyDue = false
            defer { mayTrim = false }
            return .tidy(trimmable(now: now))
        }
        if !waiting.isEmpty { return .write(take(upTo: JournalLimits.groupBytes)) }
        if isClosed { return .end }
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
        guard count < waiting.count else {
            defer {
                waiting = []
                waiting.reserveCapacity(count)
            }
            return waiting
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

// MARK: - What the writer has done

extension JournalState {
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
        if poison == nil { durable = numbers.last }
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
            if let number = append.record.replaces { replaced.insert(number) }
            let size = append.record.byteCount
            active?.add(first + Int64(index), byteCount: size, time: now)
            pendingBytes += size
        }
        numbers.written(through: first + Int64(group.count) - 1)
        groups += 1
        writeFailure = nil
    }

    /// So much of a segment is on the disk, unless an earlier sync failed: the kernel says of a
    /// second one that it worked, whatever the first has lost.
    mutating func synced(_ segment: Int64, bytes: Int, through sequence: Int64) {
        guard poison == nil else { return }
        durable = max(durable, sequence)
        if active?.first == segment { durableBytes = max(durableBytes, bytes) }
    }

    /// A write failed, and left nothing behind.
    mutating func refusing(_ reason: String) { writeFailure = reason }

    /// A sync failed: nobody can tell what the disk holds.
    mutating func poison(_ reason: String) { poison = poison ?? reason }

    /// A segment's file is about to go: from now on its numbers are missing for whoever rewinds.
    ///
    /// - Returns: Whether it may go; not if it is needed again since it was chosen.
    mutating func release(_ segment: SegmentInfo) -> Bool {
        guard let oldest = sealed.first, oldest.first == segment.first, oldest.last <= flushed
        else { return false }
        sealed.removeFirst()
        sealedBytes -= oldest.bytes
        return true
    }

    /// A segment's file is still there.
    mutating func keep(_ segment: SegmentInfo) {
        sealed.insert(segment, at: 0)
        sealedBytes += segment.bytes
    }
}

// MARK: - What others ask for

extension JournalState {
    /// The last number that was written.
    var last: Int64 { numbers.last }

    /// Whether it takes records.
    var intake: JournalIntake {
        if let poison { return .outcomeUnknown(poison) }
        if isClosed { return .closed }
        return writeFailure.map { .refusing($0) } ?? .open
    }

    /// Numbers up to here are known to be taken.
    mutating func raise(to sequence: Int64) -> Bool {
        numbers.raise(to: sequence)
        return wake()
    }

    /// A database has confirmed the numbers.
    mutating func confirm() -> Bool {
        numbers.confirm()
        return wake()
    }

    /// Segments may go for their age, until the next time that order is made.
    mutating func allowTrim() -> Bool {
        mayTrim = true
        isTidyDue = true
        return wake()
    }

    /// From now on it keeps what it is given by these settings.
    mutating func apply(_ settings: JournalSettings) -> Bool {
        self.settings = settings
        isTidyDue = true
        return wake()
    }

    /// No more records.
    mutating func close() -> Bool {
        isClosed = true
        isTidyDue = true
        return wake()
    }

    /// Whether the active segment has room for so many bytes, and the next number can follow in it.
    func hasRoom(for bytes: Int) -> Bool {
        guard let active, active.last + 1 == numbers.next else { return false }
        return active.bytes + bytes <= settings.effectiveSegmentBytes || active.last < active.first
    }
}
