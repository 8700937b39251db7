/// What stands before each record's payload: its place, its length and both checksums.
struct RecordHeader: Equatable, Sendable {
    var length: Int
    var sequence: Int64
    /// When it was written.
    var time: Timestamp
    var kind: UInt8
    /// Whether a start must see it: everything but a plain event.
    var isNote: Bool
    /// Whether the payload begins with an idempotency key.
    var hasKey: Bool
    /// Of the payload.
    var checksum: UInt32

    static let byteCount = 36
    /// `SJR1`.
    static let magic: UInt32 = 0x3152_4a53

    /// Appends it, with the checksum over the segment's name and itself.
    func append(to bytes: inout [UInt8], segment: SegmentID) {
        let start = bytes.count
        bytes.append(integer: Self.magic)
        bytes.append(integer: UInt32(length))
        bytes.append(integer: sequence)
        bytes.append(integer: time.milliseconds)
        bytes.append(kind)
        bytes.append((hasKey ? 1 : 0) | (isNote ? 2 : 0))
        bytes.append(integer: UInt16(0))
        bytes.append(integer: checksum)
        let sum = CRC32C.checksum(bytes.span.extracting(start...), after: segment.seed)
        bytes.append(integer: sum)
    }
}

extension RecordHeader {
    /// Reads one; nil unless all of it is as it was written, in this segment.
    init?(_ bytes: [UInt8], at offset: Int, segment: SegmentID) {
        guard offset >= 0, bytes.count - offset >= Self.byteCount else { return nil }
        let end = offset + Self.byteCount
        var cursor = ByteCursor(bytes, offset..<end)
        guard cursor.integer(UInt32.self) == Self.magic, let length = cursor.integer(UInt32.self),
            let sequence = cursor.integer(Int64.self), let time = cursor.integer(Int64.self),
            let kind = cursor.integer(UInt8.self), let flags = cursor.integer(UInt8.self),
            cursor.integer(UInt16.self) == 0, let checksum = cursor.integer(UInt32.self),
            let sum = cursor.integer(UInt32.self),
            sum == CRC32C.checksum(bytes.span.extracting(offset..<(end - 4)), after: segment.seed),
            length <= JournalLimits.payloadBytes, flags <= 3, sequence > 0
        else { return nil }
        self.init(
            length: Int(length),
            sequence: sequence,
            time: Timestamp(milliseconds: time),
            kind: kind,
            isNote: flags & 2 != 0,
            hasKey: flags & 1 != 0,
            checksum: checksum
        )
    }
}
