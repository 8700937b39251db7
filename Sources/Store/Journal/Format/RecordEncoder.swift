/// Writes a record's fields: the field's number, the length of its value, the value.
///
/// What is nil is left out; so are texts and flags whose absence reads the same, such as no tags.
struct RecordEncoder {
    private(set) var bytes: [UInt8] = []

    /// - Parameter key: Stands before the fields.
    init(key: IdempotencyKey? = nil) {
        bytes.reserveCapacity(512)
        guard let key else { return }
        bytes.append(integer: key.scope)
        bytes.append(integer: key.payload)
    }

    mutating func text(_ field: RecordField, _ value: String?) {
        guard let value else { return }
        let text = value.utf8
        bytes.append(field.rawValue)
        bytes.append(variableInteger: text.count)
        bytes.append(contentsOf: text)
    }

    mutating func integer<T: FixedWidthInteger>(_ field: RecordField, _ value: T?) {
        guard let value else { return }
        bytes.append(field.rawValue)
        bytes.append(variableInteger: T.bitWidth / 8)
        bytes.append(integer: value)
    }

    mutating func data(_ field: RecordField, _ value: [UInt8]?) {
        guard let value else { return }
        bytes.append(field.rawValue)
        bytes.append(variableInteger: value.count)
        bytes.append(contentsOf: value)
    }
}
