/// A shape that a string must have.
package enum StringFormat: String, CaseIterable, Sendable {
    /// RFC 3339, with an offset: `2026-12-01T00:00:00Z`.
    case dateTime = "date-time"
    /// RFC 3339's full date: `2026-12-01`.
    case date = "date"
    /// 64 lower-case hexadecimal digits.
    case sha256 = "sha256"

    /// Whether `text` has this shape.
    package func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return switch self {
        case .dateTime: Self.isDateTime(bytes)
        case .date: bytes.count == 10 && Self.isDate(bytes[...])
        case .sha256: bytes.count == 64 && bytes.allSatisfy(Self.isLowerHex)
        }
    }

    /// What the shape is called in an error.
    package var phrase: String {
        switch self {
        case .dateTime: "a time as RFC 3339 writes it, like 2026-12-01T00:00:00Z"
        case .date: "a date like 2026-12-01"
        case .sha256: "64 lower-case hexadecimal digits"
        }
    }

    private static func isLowerHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// The number that the decimal digits spell, or nil where one is not a digit.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return bytes.isEmpty ? nil : value
    }

    private static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
        let at = bytes.startIndex
        guard bytes.count == 10, bytes[at + 4] == UInt8(ascii: "-"),
            bytes[at + 7] == UInt8(ascii: "-"),
            let year = number(bytes[at..<at + 4]), let month = number(bytes[at + 5..<at + 7]),
            let day = number(bytes[at + 8..<at + 10])
        else { return false }
        guard (1...12).contains(month) else { return false }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }

    private static func isDateTime(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 20, isDate(bytes[..<10]), bytes[10] | 0x20 == UInt8(ascii: "t"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
            let second = number(bytes[17..<19])
        else { return false }
        // RFC 3339 lets a leap second be written; whether there was one is not ours to know.
        guard hour < 24, minute < 60, second <= 60 else { return false }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix { number([$0][...]) != nil }
            guard !fraction.isEmpty else { return false }
            rest = rest[fraction.endIndex...]
        }
        return isOffset(rest)
    }

    private static func isOffset(_ bytes: ArraySlice<UInt8>) -> Bool {
        let at = bytes.startIndex
        guard let first = bytes.first else { return false }
        if first | 0x20 == UInt8(ascii: "z") { return bytes.count == 1 }
        guard first == UInt8(ascii: "+") || first == UInt8(ascii: "-"), bytes.count == 6,
            bytes[at + 3] == UInt8(ascii: ":"), let hour = number(bytes[at + 1..<at + 3]),
            let minute = number(bytes[at + 4..<at + 6])
        else { return false }
        return hour < 24 && minute < 60
    }
}
