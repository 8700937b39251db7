extension RecordHeader {
    /// Reads one whose segment is not known, so that its own checksum tells nothing; nil unless the
    /// payload's does.
    init?(unnamed bytes: [UInt8], at offset: Int) {
        let end = offset + Self.byteCount
        guard bytes.count >= end, bytes[offset] == UInt8(truncatingIfNeeded: Self.magic) else {
            return nil
        }
        var cursor = ByteCursor(bytes, offset..<end)
        guard cursor.integer(UInt32.self) == Self.magic, let length = cursor.integer(UInt32.self),
            let sequence = cursor.integer(Int64.self), let time = cursor.integer(Int64.self),
            let kind = cursor.integer(UInt8.self), let flags = cursor.integer(UInt8.self),
            cursor.integer(UInt16.self) == 0, let checksum = cursor.integer(UInt32.self),
            length <= JournalLimits.payloadBytes, Int(length) <= bytes.count - end,
            checksum == CRC32C.checksum(bytes.span.extracting(end..<(end + Int(length))))
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
