extension RequestCut {
    /// Whether the method is that one; `bytes` are the frame's.
    package func methodEquals(_ name: StaticString, in bytes: Span<UInt8>) -> Bool {
        Self.matches(method, name, in: bytes)
    }

    /// The parameter of that name, if parameters came by name and it is among those noted.
    package func member(named name: StaticString, in bytes: Span<UInt8>) -> FlatValue? {
        guard params.kind == .object else { return nil }
        for index in 0..<notedCount where Self.matches(self[index].name, name, in: bytes) {
            return Self.flat(self[index].value, in: bytes)
        }
        return nil
    }

    /// The parameter at that place, if it is among those noted.
    package func parameter(at index: Int, in bytes: Span<UInt8>) -> FlatValue? {
        index < notedCount ? Self.flat(self[index].value, in: bytes) : nil
    }

    /// Whether a string's content is that text.
    package static func matches(
        _ span: CutSpan,
        _ text: StaticString,
        in bytes: Span<UInt8>
    ) -> Bool {
        if span.kind != .string { return false }
        if !span.hasEscapes { return text.matches(bytes, in: span.content) }
        return JSONText.string(bytes, span.content, hasEscapes: true) == text.description
    }

    /// Reads a value as far as that needs no memory.
    package static func flat(_ span: CutSpan, in bytes: Span<UInt8>) -> FlatValue? {
        switch span.kind {
        case .absent: nil
        case .null: .null
        case .false: .bool(false)
        case .true: .bool(true)
        case .integer:
            JSONNumber.int64(bytes, span.text).map(FlatValue.int) ?? .number(span.text)
        case .decimal: .number(span.text)
        case .string: span.hasEscapes ? .escapedString(span.content) : .string(span.content)
        case .array, .object: .nested(span.text)
        }
    }
}
