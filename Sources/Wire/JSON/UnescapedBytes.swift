/// Walks over the content of a string that was found valid, byte by byte as UTF-8 after unescaping.
struct UnescapedBytes {
    private var position: Int
    private let end: Int
    /// What an escape still stands for, the next byte lowest.
    private var pending: UInt32 = 0
    private var pendingCount = 0

    /// Walks over `content`, the bytes between the quotes.
    init(_ content: Range<Int>) {
        position = content.lowerBound
        end = content.upperBound
    }

    /// The next byte, or nil at the end of the string.
    mutating func next(_ bytes: Span<UInt8>) -> UInt8? {
        if pendingCount > 0 { return takePending() }
        guard position < end else { return nil }
        let byte = bytes[position]
        position += 1
        guard byte == UInt8(ascii: "\\") else { return byte }
        return escaped(bytes)
    }

    private mutating func takePending() -> UInt8 {
        let byte = UInt8(truncatingIfNeeded: pending)
        pending >>= 8
        pendingCount -= 1
        return byte
    }

    private mutating func escaped(_ bytes: Span<UInt8>) -> UInt8 {
        let letter = bytes[position]
        position += 1
        switch letter {
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"): return unicode(bytes)
        default:  // open set: letters that stand for themselves
            return letter
        }
    }

    /// Reads four digits, or the surrogate pair that they begin, and keeps its UTF-8.
    private mutating func unicode(_ bytes: Span<UInt8>) -> UInt8 {
        var scalar = unit(bytes)
        if scalar & 0xFC00 == 0xD800 {
            position += 2
            scalar = 0x10000 + (scalar & 0x3FF) << 10 + unit(bytes) & 0x3FF
        }
        switch scalar {
        case 0..<0x80: return UInt8(truncatingIfNeeded: scalar)
        case 0x80..<0x800: keep(0xC0 | scalar >> 6, scalar, count: 1)
        case 0x800..<0x10000: keep(0xE0 | scalar >> 12, scalar, count: 2)
        default:  // open set: scalars beyond the basic plane
            keep(0xF0 | scalar >> 18, scalar, count: 3)
        }
        return takePending()
    }

    private mutating func unit(_ bytes: Span<UInt8>) -> UInt32 {
        var value: UInt32 = 0
        for offset in position..<position + 4 {
            value = value << 4 | (JSONScanner.hexadecimalDigit(bytes[offset]) ?? 0)
        }
        position += 4
        return value
    }

    private mutating func keep(_ first: UInt32, _ scalar: UInt32, count: Int) {
        pending = first
        for index in 1...count {
            let shift = UInt32(count - index) * 6
            pending |= (0x80 | scalar >> shift & 0x3F) << UInt32(index * 8)
        }
        pendingCount = count + 1
    }
}
