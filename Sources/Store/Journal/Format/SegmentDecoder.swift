/// Walks over a segment's records, also over what is no record any more.
///
/// It goes forward with every step, whatever the bytes are.
struct SegmentDecoder {
    private let segment: SegmentID
    private let bytes: [UInt8]
    /// Where the next step begins, in these bytes.
    private(set) var offset: Int
    /// The number of the record before it.
    private(set) var last: Int64

    /// - Parameters:
    ///   - segment: Whose records they are.
    ///   - bytes: A part of a segment that begins with a record.
    ///   - offset: Where in these bytes that record begins.
    ///   - last: The number before that record's.
    init(_ segment: SegmentID, _ bytes: [UInt8], from offset: Int = 0, after last: Int64) {
        self.segment = segment
        self.bytes = bytes
        self.offset = offset
        self.last = last
    }

    enum Step: Equatable {
        /// A whole record, and where its payload is in the bytes.
        case record(RecordHeader, Range<Int>)
        /// Bytes that are none, and the numbers that are lost with them; a whole record follows.
        case damaged(Range<Int>, Range<Int64>)
        /// Bytes that are none up to the end: cut short, or damaged.
        case tail(Range<Int>)
        case end
    }

    /// The next stretch.
    mutating func next() -> Step {
        guard offset < bytes.count else { return .end }
        if let header = record(at: offset), header.sequence == last + 1 {
            let payload = (offset + RecordHeader.byteCount)..<(offset + Self.size(of: header))
            offset = payload.upperBound
            last = header.sequence
            return .record(header, payload)
        }
        let begin = offset
        guard let (next, header) = resynchronize() else {
            offset = bytes.count
            return .tail(begin..<bytes.count)
        }
        let lost = (last + 1)..<header.sequence
        offset = next
        last = header.sequence - 1
        return .damaged(begin..<next, lost)
    }

    private static func size(of header: RecordHeader) -> Int {
        RecordHeader.byteCount + header.length
    }

    /// The record at this place, if it is whole.
    private func record(at offset: Int) -> RecordHeader? {
        guard let header = RecordHeader(bytes, at: offset, segment: segment),
            Self.size(of: header) <= bytes.count - offset
        else { return nil }
        let payload = (offset + RecordHeader.byteCount)..<(offset + Self.size(of: header))
        guard header.checksum == CRC32C.checksum(bytes.span.extracting(payload)),
            !header.hasKey || payload.count >= EncodedRecord.keyBytes
        else { return nil }
        return header
    }

    /// The next whole record whose number can follow: so many bytes held only so many records.
    private func resynchronize() -> (Int, RecordHeader)? {
        var place = offset + 1
        while place + RecordHeader.byteCount <= bytes.count {
            if bytes[place] == UInt8(truncatingIfNeeded: RecordHeader.magic),
                let header = record(at: place), header.sequence > last,
                header.sequence - last - 1 <= (place - offset) / RecordHeader.byteCount
            {
                return (place, header)
            }
            place += 1
        }
        return nil
    }
}
