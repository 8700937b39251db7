extension JournalRecord {
    /// The number of its kind on the disk.
    var kind: RecordKind {
        switch self {
        case .event: .event
        case .setAside: .setAside
        case .keyMoved: .keyMoved
        }
    }

    /// Whether a start must see it: everything but a plain event.
    var isNote: Bool {
        switch self {
        case .event(_, let retry): retry != nil
        case .setAside, .keyMoved: true
        }
    }

    /// Its fields as bytes.
    func encode(into encoder: inout RecordEncoder) {
        switch self {
        case .event(let event, let retry):
            event.encode(into: &encoder)
            encoder.integer(.retryOf, retry?.sequence)
            encoder.text(.retryParts, retry?.parts.rawValue)
        case .setAside(let decision):
            decision.encode(into: &encoder)
        case .keyMoved(let from, let to):
            encoder.text(.movedFrom, from.hex)
            encoder.text(.movedTo, to.hex)
        }
    }

    /// Reads what `encode` wrote; any other fields are a fault, never a trap.
    init(_ kind: UInt8, _ fields: RecordFields) throws(RecordFault) {
        guard let kind = RecordKind(rawValue: kind) else { throw .unknownKind(kind) }
        switch kind {
        case .event:
            self = .event(try SpendEvent(fields), retry: try SpendRetry(fields))
        case .setAside:
            self = .setAside(try AsideDecision(fields))
        case .keyMoved:
            self = .keyMoved(
                from: try Self.token(fields, .movedFrom),
                to: try Self.token(fields, .movedTo)
            )
        }
    }

    private static func token(
        _ fields: RecordFields,
        _ field: RecordField
    ) throws(RecordFault) -> TokenHash {
        guard let token = TokenHash(hex: try fields.requiredText(field)) else {
            throw .badValue(field)
        }
        return token
    }
}

extension SpendRetry {
    /// Reads which record is recorded once more; nil when the event is new.
    fileprivate init?(_ fields: RecordFields) throws(RecordFault) {
        guard let sequence = try fields.integer(.retryOf, Int64.self) else { return nil }
        self.init(of: sequence, parts: try AsideDecision.Parts(fields, in: .retryParts))
    }
}
