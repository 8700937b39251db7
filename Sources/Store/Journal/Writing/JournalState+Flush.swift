extension JournalState {
    /// The database has everything up to a number, as has just been seen.
    ///
    /// - Returns: Whether the writer must be woken.
    mutating func flushed(through sequence: Int64) -> Bool {
        flushed = max(flushed, sequence)
        countPending()
        return allowTrim()
    }

    /// The database has less than was thought: what follows is pending again, and stays.
    ///
    /// - Returns: The numbers right after it that are not here any more; then nothing has changed.
    mutating func rewind(to sequence: Int64) -> ClosedRange<Int64>? {
        if let hole = hole(after: sequence) { return hole }
        flushed = min(flushed, sequence)
        countPending()
        return nil
    }

    /// Bytes behind the flushed ones, to the nearest mark.
    mutating func countPending() {
        guard flushed < last else {
            pendingBytes = 0
            return
        }
        pendingBytes = segments.reduce(0) { sum, segment in
            guard segment.last > flushed else { return sum }
            let begin =
                segment.first > flushed
                ? SegmentHeader.byteCount : segment.mark(before: flushed + 1).offset
            return sum + segment.bytes - begin
        }
    }

    /// Flushed segments that are to go: too old, or in the way of new ones.
    ///
    /// For their age they go only right after the database was seen to have them. For room they go
    /// at any time: what was just flushed goes last, and an outage must not stop the intake for the
    /// sake of a replay.
    func trimmable(now: Timestamp) -> [SegmentInfo] {
        var total = totalBytes
        return Array(
            sealed.prefix { segment in
                guard segment.last <= flushed else { return false }
                let isOld = mayTrim && segment.lastTime + settings.retention < now
                guard isOld || total > settings.maximumBytes else { return false }
                total -= segment.bytes
                return true
            }
        )
    }

    /// The oldest segment, if it may go since the disk is full.
    var sacrifice: SegmentInfo? {
        sealed.first.flatMap { $0.last <= flushed ? $0 : nil }
    }

    /// Bytes of all segments.
    var totalBytes: Int { sealedBytes + (active?.bytes ?? 0) }

    /// Whether a segment of this number is kept.
    func keeps(_ first: Int64) -> Bool {
        active?.first == first || sealed.contains { $0.first == first }
    }

    private var segments: [SegmentInfo] { active.map { sealed + [$0] } ?? sealed }

    /// The one check that nothing is passed by in silence: the numbers right after this one that
    /// were given and are in no segment.
    ///
    /// Damaged records are in theirs, and so are those that were taken anew.
    func hole(after sequence: Int64) -> ClosedRange<Int64>? {
        let next =
            sealed.first { $0.last > sequence }
            ?? active.flatMap { active in
                active.last > sequence ? active : nil
            }
        let end = next?.previous ?? numbers.given
        return end > sequence ? (sequence + 1)...end : nil
    }

    /// What of a segment can be read.
    struct View: Equatable {
        var segment: SegmentInfo
        /// Where to begin: at the record wanted, or a little before it.
        var begin: SegmentMark
        /// The first byte that is not on the disk for sure.
        var end: Int
        var last: Int64
    }

    /// The part of the journal that begins after a number, as far as one segment has it and it is
    /// on the disk.
    func view(after sequence: Int64) -> View? {
        if let segment = sealed.first(where: { $0.last > sequence }) {
            guard segment.last <= durable else { return nil }
            return View(
                segment: segment,
                begin: segment.mark(before: sequence + 1),
                end: segment.bytes,
                last: segment.last
            )
        }
        guard let active, durable > sequence, durable >= active.first else { return nil }
        return View(
            segment: active,
            begin: active.mark(before: sequence + 1),
            end: durableBytes,
            last: durable
        )
    }

    /// Where the journal stands.
    func status(damaged: Int) -> JournalStatus {
        let oldest = sealed.first ?? active
        let isFull = pendingBytes + JournalLimits.markBytes > settings.maximumBytes
        return JournalStatus(
            first: oldest?.first ?? last + 1,
            last: last,
            durable: durable,
            flushed: flushed,
            pendingEvents: max(0, last - flushed),
            pendingBytes: pendingBytes,
            oldestPending: oldestPending,
            groups: groups,
            totalBytes: totalBytes,
            replayHorizon: oldest.flatMap { $0.last >= $0.first ? $0.mark(before: 0).time : nil },
            intake: intake == .open && isFull ? .full : intake,
            damaged: damaged
        )
    }

    private var oldestPending: Timestamp? {
        guard flushed < last else { return nil }
        let segment = sealed.first { $0.last > flushed } ?? active
        return segment?.mark(before: flushed + 1).time
    }
}
