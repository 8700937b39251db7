import NIOCore

/// A request's id: the JSON text of a string, a number or null, exactly as it came.
package struct RequestID: Hashable, Sendable {
    /// The text, quotes and escapes included; the answer repeats it unchanged.
    package let text: String

    /// For errors whose request could not be told.
    package static let null = RequestID(text: "null")

    private init(text: String) {
        self.text = text
    }

    /// An id of a client's own.
    package init(_ number: Int64) {
        text = "\(number)"
    }

    /// An id of a client's own.
    package init(_ string: String) {
        text = JSONWriter.string(.string(string))
    }

    /// The id of an answer that was read into a tree; nil if the value can be no id.
    package init?(_ value: JSON) {
        switch value {
        case .null, .int, .number, .string: text = JSONWriter.string(value)
        case .bool, .array, .object: return nil
        }
    }

    /// The id that stands in a frame, whose envelope was found good; nil for a notification.
    package init?(in frame: Frame) {
        let span = frame.cut.id
        if span.kind == .absent { return nil }
        text = JSONText.string(
            frame.bytes.readableBytesUInt8Span,
            span.text,
            hasEscapes: false
        )
    }

    /// Compares byte by byte: to Swift, strings that Unicode calls equivalent are equal.
    package static func == (left: RequestID, right: RequestID) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
