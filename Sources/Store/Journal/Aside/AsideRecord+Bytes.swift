extension AsideRecord {
    private static let magic: UInt64 = 0x3130_4544_4953_4153  // SASIDE01

    /// The whole file.
    var bytes: [UInt8] {
        var encoder = RecordEncoder()
        encoder.integer(.asideSequence, sequence)
        encoder.text(.asideParts, parts.rawValue)
        encoder.text(.asideReason, reason)
        encoder.text(.asideSQLState, sqlState)
        encoder.integer(.setAsideAt, setAsideAt.milliseconds)
        if let event {
            var inner = RecordEncoder()
            event.encode(into: &inner)
            encoder.data(.event, inner.bytes)
        }
        encoder.integer(.damagedThrough, damage?.through)
        encoder.data(.damagedBytes, damage?.bytes)
        var bytes: [UInt8] = []
        bytes.append(integer: Self.magic)
        bytes += encoder.bytes
        bytes.append(integer: CRC32C.checksum(bytes.span))
        return bytes
    }

    /// Reads a whole file; nil unless it is as it was written.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 12 else { return nil }
        let end = bytes.count - 4
        var head = ByteCursor(bytes, 0..<8)
        var tail = ByteCursor(bytes, end..<bytes.count)
        guard head.integer() == Self.magic,
            tail.integer() == CRC32C.checksum(bytes.span.extracting(..<end)),
            let fields = try? RecordFields(bytes, 8..<end), let record = try? Self(fields)
        else { return nil }
        self = record
    }

    private init(_ fields: RecordFields) throws(RecordFault) {
        self.init(
            sequence: try fields.required(.asideSequence),
            event: nil,
            parts: try AsideDecision.Parts(fields, in: .asideParts),
            reason: try fields.requiredText(.asideReason),
            sqlState: try fields.text(.asideSQLState),
            setAsideAt: try fields.requiredTime(.setAsideAt)
        )
        if let inner = fields.data(.event) {
            event = try SpendEvent(RecordFields(inner, 0..<inner.count))
        }
        if let through = try fields.integer(.damagedThrough, Int64.self) {
            damage = Damage(through: through, bytes: fields.data(.damagedBytes) ?? [])
        }
    }
}
