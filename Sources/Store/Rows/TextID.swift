/// A text that is a primary key: two of them are one only where they are so byte for byte.
///
/// `String` compares by canonical equivalence and takes "é" in one code point for "é" in two.
/// Postgres does not, so one row would answer for another, blocked or not.
package struct TextID: Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }
}

extension TextID: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        let (left, right) = (left.text.utf8.span, right.text.utf8.span)
        guard left.count == right.count else { return false }
        for position in left.indices where left[position] != right[position] { return false }
        return true
    }

    /// Eight bytes at a time, and the count, so that no two texts feed the same words.
    package func hash(into hasher: inout Hasher) {
        let bytes = text.utf8.span
        var word: UInt64 = 0
        for position in bytes.indices {
            word = word << 8 | UInt64(bytes[position])
            if position & 7 == 7 { hasher.combine(word) }
        }
        hasher.combine(word)
        hasher.combine(bytes.count)
    }
}

extension TextID: SlotHashable {
    /// Postgres holds no NUL byte in a text.
    package var canExist: Bool { !text.utf8.contains(0) }
}

extension TextID: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        self.init(text)
    }
}

extension TextID: CustomStringConvertible {
    package var description: String { text }
}
