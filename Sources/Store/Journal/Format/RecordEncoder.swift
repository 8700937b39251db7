/// Writes a record's fields: the field's number, the length of its value, the value.
///
/// What is absent, empty or zero by nature is left out.
struct RecordEncoder {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
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
