extension JSONScanner {
    /// Reads a number: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
    @inline(__always)
    mutating func number(
        _ bytes: Span<UInt8>,
        _ position: inout Int,
        _ ending: JSONEnding
    ) throws(JSONStop) -> JSONKind {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        if try Self.byte(bytes, position) == UInt8(ascii: "0") {
            position += 1
        } else {
            try Self.digits(bytes, &position)
        }
        var kind = JSONKind.integer
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            kind = .decimal
            position += 1
            try Self.digits(bytes, &position)
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            kind = .decimal
            position += 1
            let sign = try Self.byte(bytes, position)
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            try Self.digits(bytes, &position)
        }
        try checkEnd(bytes, position, ending)
        if kind == .integer, !Self.isExactInJSONC(bytes, start..<position) {
            cut.needsExactReader = true
        }
        return kind
    }

    /// json-c makes 0 of -0, and saturates beyond 64 bits; eighteen digits always fit.
    @inline(__always)
    private static func isExactInJSONC(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Bool {
        let isMinusZero =
            text.count == 2 && bytes[text.lowerBound] == UInt8(ascii: "-")
            && bytes[text.lowerBound + 1] == UInt8(ascii: "0")
        return text.count <= 18 && !isMinusZero
    }

    @inline(__always)
    private static func digits(
        _ bytes: Span<UInt8>,
        _ position: inout Int
    ) throws(JSONStop) {
        guard isDigit(try byte(bytes, position)) else { throw .fault(.invalidNumber, position) }
        position += 1
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

    /// Reads `true`, `false` or `null`; the first byte of every value that is nothing else comes
    /// here too.
    mutating func literal(
        _ bytes: Span<UInt8>,
        _ position: inout Int,
        _ ending: JSONEnding
    ) throws(JSONStop) -> JSONKind {
        let kind: JSONKind
        switch bytes[position] {
        case UInt8(ascii: "t"):
            try Self.letters("rue", bytes, &position)
            kind = .true
        case UInt8(ascii: "f"):
            try Self.letters("alse", bytes, &position)
            kind = .false
        case UInt8(ascii: "n"):
            try Self.letters("ull", bytes, &position)
            kind = .null
        case 0xEF where depth == 0:
            throw .fault(.byteOrderMark, position)
        default:  // open set: bytes of the peer
            throw .fault(.unexpectedByte, position)
        }
        try checkEnd(bytes, position, ending)
        return kind
    }

    /// Moves over the first letter, which is known, and the expected ones after it.
    private static func letters(
        _ expected: StaticString,
        _ bytes: Span<UInt8>,
        _ position: inout Int
    ) throws(JSONStop) {
        position += 1
        let end = position + expected.utf8CodeUnitCount
        if end <= bytes.count, expected.matches(bytes, in: position..<end) {
            position = end
            return
        }
        for letter in expected.description.utf8 {
            guard try byte(bytes, position) == letter else {
                throw .fault(.unexpectedByte, position)
            }
            position += 1
        }
    }

    /// Makes sure that an outermost number or literal has ended.
    ///
    /// `01` is not `0` and `1`, and the digits that have come need not be all. Inside of a
    /// container the next byte is looked at anyway.
    @inline(__always)
    private func checkEnd(
        _ bytes: Span<UInt8>,
        _ position: Int,
        _ ending: JSONEnding
    ) throws(JSONStop) {
        if depth > 0 { return }
        guard position < bytes.count else {
            if ending == .endOfInput { return }
            throw .incomplete
        }
        switch bytes[position] {
        case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""):
            return
        case UInt8(ascii: ","), UInt8(ascii: "]"):
            if ending == .element { return }
            throw .fault(.unexpectedByte, position)
        default:  // open set: bytes of the peer
            throw .fault(.unexpectedByte, position)
        }
    }
}
