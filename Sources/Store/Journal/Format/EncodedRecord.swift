/// A record as it will stand on the disk, but for its place: made by its caller, not by the writer.
struct EncodedRecord: Equatable, Sendable {
    var kind: UInt8
    /// Whether a start must see it: everything but a plain event.
    var isNote: Bool
    var key: IdempotencyKey?
    /// The key, if there is one, and then the fields.
    var payload: [UInt8]
    /// Of the payload.
    var checksum: UInt32

    init(_ record: JournalRecord, key: IdempotencyKey? = nil) {
        var encoder = RecordEncoder()
        record.encode(into: &encoder)
        var payload: [UInt8] = []
        payload.reserveCapacity(Self.keyBytes + encoder.bytes.count)
        if let key {
            payload.append(integer: key.scope)
            payload.append(integer: key.payload)
        }
        payload += encoder.bytes
        self.kind = record.kind.rawValue
        isNote = record.isNote
        self.key = key
        self.payload = payload
        checksum = CRC32C.checksum(payload.span)
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
