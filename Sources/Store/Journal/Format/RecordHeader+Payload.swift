extension RecordHeader {
    /// The idempotency key that the payload begins with, if it does.
    func key(in bytes: [UInt8], _ payload: Range<Int>) -> IdempotencyKey? {
        var cursor = ByteCursor(bytes, payload)
        guard hasKey, let scope = cursor.integer(UInt128.self),
            let digest = cursor.integer(UInt128.self)
        else { return nil }
        return IdempotencyKey(scope: scope, payload: digest)
    }

    /// The record with its place.
    func entry(in bytes: [UInt8], _ payload: Range<Int>) throws(RecordFault) -> JournalEntry {
        let begin = payload.lowerBound + (hasKey ? EncodedRecord.keyBytes : 0)
        guard begin <= payload.upperBound else { throw .cutShort }
        let fields = try RecordFields(bytes, begin..<payload.upperBound)
        return JournalEntry(
            sequence: sequence,
            record: try JournalRecord(kind, fields),
            replaces: try fields.integer(.replaces)
        )
    }
}
