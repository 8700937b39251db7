/// A record as it will stand on the disk, but for its place: made by its caller, not by the writer.
struct EncodedRecord: Equatable, Sendable {
    var kind: UInt8
    /// Whether a start must see it: everything but a plain event.
    var isNote: Bool
    /// Whether `maximumBytes` holds for it: not for what the flush itself writes, else a full
    /// journal could not be flushed.
    var isBounded: Bool
    var key: IdempotencyKey?
    /// The number under which it was taken before.
    var replaces: Int64?
    /// The key, if there is one, and then the fields.
    var payload: [UInt8]
    /// Of the payload.
    var checksum: UInt32

    init(_ record: JournalRecord, key: IdempotencyKey? = nil, replacing number: Int64? = nil) {
        var encoder = RecordEncoder(key: key)
        record.encode(into: &encoder)
        encoder.integer(.replaces, number)
        kind = record.kind.rawValue
        isNote = record.isNote || number != nil
        isBounded = !isNote
        self.key = key
        replaces = number
        let bytes = encoder.bytes
        payload = bytes
        checksum = CRC32C.checksum(bytes.span)
    }

    /// What an idempotency key takes.
    static let keyBytes = 32

    /// What it takes on the disk.
    var byteCount: Int { RecordHeader.byteCount + payload.count }

    /// Appends it with its place.
    func append(to bytes: inout [UInt8], sequence: Int64, time: Timestamp, segment: SegmentID) {
        let header = RecordHeader(
            length: payload.count,
            sequence: sequence,
            time: time,
            kind: kind,
            isNote: isNote,
            hasKey: key != nil,
            checksum: checksum
        )
        header.append(to: &bytes, segment: segment)
        bytes += payload
    }
}
