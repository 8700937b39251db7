extension JournalState {
    /// The database has everything up to a number, as has just been seen.
    ///
    /// - Returns: Whether the writer must be woken.
    mutating func flushed(through sequence: Int64) -> Bool {
        flushed = max(flushed, sequence)
        countPending()
        return allowTrim()
    }

    /// The database has less than was thought: what follows is pending again.
    mutating func rewind(to sequence: Int64) {
        flushed = min(flushed, sequence)
        countPending()
    }

    /// Bytes behind the flushed ones, to the nearest mark.
    mutating func countPending() {
        guard flushed < last else {
            pendingBytes = 0
            return
        }
        pendingBytes = (sealed + [active].compactMap(\.self)).reduce(0) { sum, segment in
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
                let isOld = mayTrim && segment.lastTime + retention < now
                guard isOld || total > maximumBytes else { return false }
                total -= segment.bytes
                return true
            }
        )
    }

    /// The oldest segment, if it may go since the disk is full.
    var sacrifice: SegmentInfo? {
        sealed.first.flatMap { $0.last <= flushed ? $0 : nil }
    }

    /// A segment's file is gone.
    mutating func trimmed(_ segment: SegmentInfo) {
        sealed.removeAll { $0.first == segment.first }
        sealedBytes -= segment.bytes
    }

    /// Bytes of all segments.
    var totalBytes: Int { sealedBytes + (active?.bytes ?? 0) }

    /// Whether a segment of this number is kept.
    func keeps(_ first: Int64) -> Bool {
        active?.first == first || sealed.contains { $0.first == first }
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
        let isFull = pendingBytes + JournalLimits.markBytes > maximumBytes
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
