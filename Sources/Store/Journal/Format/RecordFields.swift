/// The fields found in a record's bytes, each still to be read as what it should be.
struct RecordFields {
    private let bytes: [UInt8]
    private var places: [Range<Int>?] = Array(repeating: nil, count: 64)
    private var tagPlaces: [Range<Int>] = []

    /// Cuts the bytes into fields.
    init(_ bytes: [UInt8], _ range: Range<Int>) throws(RecordFault) {
        self.bytes = bytes
        var cursor = ByteCursor(bytes, range)
        while !cursor.isAtEnd {
            guard let number = cursor.integer(UInt8.self), let length = cursor.variableInteger(),
                let place = cursor.take(length)
            else { throw .cutShort }
            guard let field = RecordField(rawValue: number) else { throw .unknownField(number) }
            if field == .tag {
                tagPlaces.append(place)
                continue
            }
            guard places[Int(number)] == nil else { throw .repeated(field) }
            places[Int(number)] = place
        }
    }

    func text(_ field: RecordField) throws(RecordFault) -> String? {
        guard let place = place(of: field) else { return nil }
        return try text(field, place)
    }

    func requiredText(_ field: RecordField) throws(RecordFault) -> String {
        guard let text = try text(field) else { throw .missing(field) }
        return text
    }

    func integer<T: FixedWidthInteger>(
        _ field: RecordField,
        _ type: T.Type = T.self
    ) throws(RecordFault) -> T? {
        guard let place = place(of: field) else { return nil }
        var cursor = ByteCursor(bytes, place)
        guard place.count == T.bitWidth / 8, let value: T = cursor.integer() else {
            throw .badValue(field)
        }
        return value
    }

    func required<T: FixedWidthInteger>(
        _ field: RecordField,
        _ type: T.Type = T.self
    ) throws(RecordFault) -> T {
        guard let value = try integer(field, type) else { throw .missing(field) }
        return value
    }

    func time(_ field: RecordField) throws(RecordFault) -> Timestamp? {
        guard let milliseconds = try integer(field, Int64.self) else { return nil }
        return Timestamp(milliseconds: milliseconds)
    }

    func requiredTime(_ field: RecordField) throws(RecordFault) -> Timestamp {
        guard let time = try time(field) else { throw .missing(field) }
        return time
    }

    func data(_ field: RecordField) -> [UInt8]? {
        place(of: field).map { Array(bytes[$0]) }
    }

    func tags() throws(RecordFault) -> [String] {
        var tags: [String] = []
        for place in tagPlaces { tags.append(try text(.tag, place)) }
        return tags
    }

    private func place(of field: RecordField) -> Range<Int>? { places[Int(field.rawValue)] }

    private func text(_ field: RecordField, _ place: Range<Int>) throws(RecordFault) -> String {
        guard let text = String(validating: bytes[place], as: UTF8.self) else {
            throw .badValue(field)
        }
        return text
    }
}
