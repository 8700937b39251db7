extension JSONScanner {
    /// Reads a string from the byte after its opening quote to the one after its closing quote;
    /// true when it has escapes.
    @inline(__always)
    mutating func string(
        _ bytes: Span<UInt8>,
        _ position: inout Int
    ) throws(JSONStop) -> Bool {
        Self.skipPlain(bytes, &position)
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
            position += 1
            return false
        }
        return try restOfString(bytes, &position)
    }

    /// The part of a string from its first byte that is not plain ASCII.
    private mutating func restOfString(
        _ bytes: Span<UInt8>,
        _ position: inout Int
    ) throws(JSONStop) -> Bool {
        var hasEscapes = false
        while true {
            let byte = try Self.byte(bytes, position)
            if byte == UInt8(ascii: "\"") {
                position += 1
                return hasEscapes
            } else if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                try escape(bytes, &position)
            } else if byte >= 0x80 {
                try Self.multibyteCharacter(bytes, &position)
            } else if byte < 0x20 {
                throw .fault(.controlCharacter, position)
            }
            Self.skipPlain(bytes, &position)
        }
    }

    /// Moves over ASCII that needs no look: eight bytes at a time while there are as many.
    @inline(__always)
    private static func skipPlain(_ bytes: Span<UInt8>, _ position: inout Int) {
        while position + 8 <= bytes.count {
            let word = bytes.word(at: position)
            let special = (escapedBytes(word) | word) & 0x8080_8080_8080_8080
            guard special == 0 else {
                position += special.trailingZeroBitCount / 8
                return
            }
            position += 8
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"")
                || byte == UInt8(ascii: "\\")
            {
                return
            }
            position += 1
        }
    }

    /// Marks the bytes that a string has escaped only: quotes, backslashes and control characters,
    /// each by its top bit.
    ///
    /// A borrow can mark a byte falsely only above one that is marked rightly, so the lowest mark
    /// always holds.
    @inline(__always)
    static func escapedBytes(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let found =
            (quotes &- ones) & ~quotes
            | (backslashes &- ones) & ~backslashes
            | (word &- (ones &* 0x20)) & ~word
        return found & 0x8080_8080_8080_8080
    }

    /// Reads one escape, or the two that make a surrogate pair.
    private mutating func escape(
        _ bytes: Span<UInt8>,
        _ position: inout Int
    ) throws(JSONStop) {
        let start = position
        switch try Self.byte(bytes, position + 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
            return
        case UInt8(ascii: "u"):
            break
        default:  // open set: bytes of the peer
            throw .fault(.invalidEscape, start)
        }
        let unit = try Self.hexadecimal(bytes, position + 2)
        position += 6
        // json-c cuts a member name short at a null character.
        if unit == 0 { cut.needsExactReader = true }
        guard unit & 0xF800 == 0xD800 else { return }
        guard unit < 0xDC00, try Self.byte(bytes, position) == UInt8(ascii: "\\"),
            try Self.byte(bytes, position + 1) == UInt8(ascii: "u")
        else { throw .fault(.loneSurrogate, start) }
        let low = try Self.hexadecimal(bytes, position + 2)
        guard low & 0xFC00 == 0xDC00 else { throw .fault(.loneSurrogate, start) }
        position += 6
        // json-c takes U+1D800 to U+1DFFF, and the same part of the other planes, which it has
        // just put together of a pair, for lone surrogates.
        if (unit << 10 | low & 0x3FF) & 0xF800 == 0xD800 { cut.needsExactReader = true }
    }

    private static func hexadecimal(
        _ bytes: Span<UInt8>,
        _ start: Int
    ) throws(JSONStop) -> UInt32 {
        var value: UInt32 = 0
        for position in start..<start + 4 {
            guard let digit = hexadecimalDigit(try byte(bytes, position)) else {
                throw .fault(.invalidEscape, position)
            }
            value = value << 4 | digit
        }
        return value
    }

    /// The value of one hexadecimal digit of either case.
    static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default:  // open set: bytes of the peer
            nil
        }
    }

    /// Reads one character of two to four bytes, by the table of well-formed UTF-8 (Unicode 3-7):
    /// no overlong form, no surrogate, nothing above U+10FFFF.
    private static func multibyteCharacter(
        _ bytes: Span<UInt8>,
        _ position: inout Int
    ) throws(JSONStop) {
        let start = position
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch bytes[start] {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default:  // open set: bytes of the peer
            throw .fault(.invalidUTF8, start)
        }
        guard second.contains(try byte(bytes, start + 1)) else {
            throw .fault(.invalidUTF8, start)
        }
        for next in 2..<max(length, 2) {
            guard try byte(bytes, start + next) & 0xC0 == 0x80 else {
                throw .fault(.invalidUTF8, start)
            }
        }
        position += length
    }
}
