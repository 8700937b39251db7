/// The file beside a sealed segment: its keys in their order, and what a start must know of it.
///
/// With it, a start does not read the segment, and a key is found by few reads. It can be made from
/// the segment again, and outlives it for as long as the keys are asked for.
struct SegmentIndex: Equatable, Sendable {
    var info: SegmentInfo
    /// Whether every record was whole; if not, each start reads the segment to say so.
    var isWhole: Bool
    /// Places of the records that a start must see: all but plain events.
    var notes: [Int]
    /// Sorted by scope; a scope that was used again after the window stands for its last use.
    var entries: [KeyEntry]

    private static let magic: UInt64 = 0x5359_454b_444e_5053  // SPNDKEYS
    private static let version: UInt32 = 1
    /// Where the keys begin in the file.
    static let headerBytes = 80
    private static let markBytes = 24

    init(info: SegmentInfo, isWhole: Bool, notes: [Int], keys: [UInt128: KeyEntry]) {
        self.info = info
        self.isWhole = isWhole
        self.notes = notes
        entries = keys.values.sorted { $0.key.scope < $1.key.scope }
    }

    /// The whole file.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        let size = entries.count * KeyEntry.byteCount + info.marks.count * Self.markBytes
        bytes.reserveCapacity(Self.headerBytes + size + 8 * notes.count + 4)
        bytes.append(integer: Self.magic)
        bytes.append(integer: Self.version)
        bytes.append(integer: UInt32(isWhole ? 1 : 0))
        bytes.append(integer: info.id.value)
        bytes.append(integer: info.first)
        bytes.append(integer: info.last)
        bytes.append(integer: Int64(info.bytes))
        bytes.append(integer: info.lastTime.milliseconds)
        bytes.append(integer: UInt64(entries.count))
        bytes.append(integer: UInt32(info.marks.count))
        bytes.append(integer: UInt32(notes.count))
        for entry in entries { entry.append(to: &bytes) }
        for mark in info.marks {
            bytes.append(integer: mark.sequence)
            bytes.append(integer: Int64(mark.offset))
            bytes.append(integer: mark.time.milliseconds)
        }
        for note in notes { bytes.append(integer: Int64(note)) }
        bytes.append(integer: CRC32C.checksum(bytes.span))
        return bytes
    }

    /// Reads a whole file; nil unless it is as it was written.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.headerBytes + 4 else { return nil }
        let end = bytes.count - 4
        var tail = ByteCursor(bytes, end..<bytes.count)
        guard tail.integer() == CRC32C.checksum(bytes.span.extracting(..<end)) else { return nil }
        var cursor = ByteCursor(bytes, 0..<end)
        guard cursor.integer() == Self.magic, cursor.integer() == Self.version,
            let flags = cursor.integer(UInt32.self),
            let info = Self.info(&cursor), let counts = Self.counts(&cursor, bytes: end)
        else { return nil }
        self.info = info
        isWhole = flags == 1
        entries = []
        entries.reserveCapacity(counts.keys)
        for _ in 0..<counts.keys {
            guard let entry = KeyEntry(&cursor) else { return nil }
            entries.append(entry)
        }
        for _ in 0..<counts.marks {
            guard let mark = Self.mark(&cursor) else { return nil }
            self.info.marks.append(mark)
        }
        notes = []
        for _ in 0..<counts.notes {
            guard let note = cursor.integer(Int64.self) else { return nil }
            notes.append(Int(note))
        }
        guard cursor.isAtEnd else { return nil }
    }

    private static func info(_ cursor: inout ByteCursor) -> SegmentInfo? {
        guard let id = cursor.integer(UInt128.self), let first = cursor.integer(Int64.self),
            let last = cursor.integer(Int64.self), let bytes = cursor.integer(Int64.self),
            let time = cursor.integer(Int64.self), first > 0, last >= first - 1, bytes >= 0
        else { return nil }
        let lastTime = Timestamp(milliseconds: time)
        var info = SegmentInfo(id: SegmentID(id), first: first, created: lastTime)
        info.last = last
        info.bytes = Int(bytes)
        return info
    }

    private static func counts(
        _ cursor: inout ByteCursor,
        bytes: Int
    ) -> (keys: Int, marks: Int, notes: Int)? {
        guard let keys = cursor.integer(UInt64.self), let marks = cursor.integer(UInt32.self),
            let notes = cursor.integer(UInt32.self), keys <= UInt64(bytes / KeyEntry.byteCount)
        else { return nil }
        return (Int(keys), Int(marks), Int(notes))
    }

    private static func mark(_ cursor: inout ByteCursor) -> SegmentMark? {
        guard let sequence = cursor.integer(Int64.self), let offset = cursor.integer(Int64.self),
            let time = cursor.integer(Int64.self)
        else { return nil }
        return SegmentMark(
            sequence: sequence,
            offset: Int(offset),
            time: Timestamp(milliseconds: time)
        )
    }
}
