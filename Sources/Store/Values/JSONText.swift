/// JSON that goes into a column as text, written straight into bytes: each row of a log has some.
struct JSONText {
    private var bytes: [UInt8] = []

    /// - Parameter capacity: About how many bytes it will have.
    init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// The text so far.
    var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes what is JSON already, or punctuation of it.
    mutating func raw(_ text: some StringProtocol) { bytes.append(contentsOf: text.utf8) }

    /// Writes a text as a JSON string; nil as `null`.
    mutating func quoted(_ text: String?) {
        guard let text else { return raw("null") }
        bytes.append(UInt8(ascii: "\""))
        let span = text.utf8Span.span
        if Self.needsEscapes(span) {
            for index in span.indices { append(span[index]) }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a member of an object, whose name needs no escapes, and a comma.
    mutating func member(_ name: StaticString, _ value: String?) {
        raw("\"\(name)\":")
        quoted(value)
        raw(",")
    }

    /// Writes an array of texts.
    mutating func array(_ texts: [String]) {
        raw("[")
        for (index, text) in texts.enumerated() {
            if index > 0 { raw(",") }
            quoted(text)
        }
        raw("]")
    }

    private mutating func append(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0..<0x20:
            raw("\\u00")
            bytes.append(HexDigit.ascii(UInt64(byte >> 4)))
            bytes.append(HexDigit.ascii(UInt64(byte & 15)))
        default:  // open set: bytes
            bytes.append(byte)
        }
    }

    private static func needsEscapes(_ span: Span<UInt8>) -> Bool {
        for index in span.indices {
            let byte = span[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                return true
            }
        }
        return false
    }
}
