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
        left.text.utf8.span.isSame(as: right.text.utf8.span)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(slotHash) }
}

extension TextID: Comparable {
    /// The order of the bytes, in which rows are locked everywhere.
    package static func < (left: Self, right: Self) -> Bool {
        left.text.utf8.span.precedes(right.text.utf8.span)
    }
}

extension TextID: SlotHashable {
    package var slotHash: Int {
        var hash = IDHash()
        hash.combine(self)
        return hash.value
    }

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
