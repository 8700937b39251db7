/// Reads fields out of bytes that may be anything: it never reads past their end.
struct ByteCursor {
    private let bytes: [UInt8]
    private let end: Int
    private(set) var position: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        precondition(range.upperBound <= bytes.count, "the range lies within the bytes")
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position == end }

    /// The next bytes, or nil if there are not so many.
    mutating func take(_ count: Int) -> Range<Int>? {
        guard count >= 0, count <= end - position else { return nil }
        defer { position += count }
        return position..<(position + count)
    }

    /// The next integer, least significant byte first.
    mutating func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) -> T? {
        guard let range = take(T.bitWidth / 8) else { return nil }
        return Self.integer(bytes, range.lowerBound)
    }

    /// The next number in groups of seven bits, least significant first.
    mutating func variableInteger() -> Int? {
        var value = 0
        for shift in stride(from: 0, to: 35, by: 7) {
            guard let range = take(1) else { return nil }
            let byte = bytes[range.lowerBound]
            value |= Int(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }

    private static func integer<T: FixedWidthInteger>(_ bytes: [UInt8], _ start: Int) -> T {
        var value: T = 0
        for offset in 0..<(T.bitWidth / 8) {
            value |= T(truncatingIfNeeded: bytes[start + offset]) << T(8 * offset)
        }
        return value
    }
}

extension [UInt8] {
    /// Appends an integer, least significant byte first.
    mutating func append<T: FixedWidthInteger>(integer value: T) {
        for offset in 0..<(T.bitWidth / 8) {
            append(UInt8(truncatingIfNeeded: value >> T(8 * offset)))
        }
    }

    /// Appends a number in groups of seven bits, least significant first.
    mutating func append(variableInteger value: Int) {
        var rest = UInt(value)
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }
}
