/// Where a value stands in its frame, and what it is.
package struct CutSpan: Equatable, Sendable {
    private var offset: UInt32 = 0
    /// The length, then a bit for escapes and four for the kind: small, since cuts are copied.
    private var packed: UInt32 = 0

    /// The longest text whose values can be noted.
    static let greatestLength = 1 << 27 - 1

    /// No value.
    package init() {}

    @inline(__always)
    init(_ start: Int, position end: Int, _ kind: JSONKind, _ hasEscapes: Bool) {
        offset = UInt32(truncatingIfNeeded: start)
        packed =
            UInt32(truncatingIfNeeded: end &- start) << 5 | (hasEscapes ? 16 : 0)
            | UInt32(kind.rawValue)
    }

    /// What the value is; `absent` where there is none.
    package var kind: JSONKind { JSONKind(rawValue: UInt8(packed & 15)) ?? .absent }

    /// Whether a string has escapes, so that its bytes are not its content.
    package var hasEscapes: Bool { packed & 16 != 0 }

    /// The whole text, quotes included; counted from the frame's first byte.
    package var text: Range<Int> { Int(offset)..<Int(offset) + Int(packed >> 5) }

    /// The text between the quotes of a string.
    package var content: Range<Int> {
        let text = text
        return kind == .string ? text.lowerBound + 1..<text.upperBound - 1 : text
    }
}
