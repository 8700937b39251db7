package import NIOCore

/// One JSON text out of the stream, found valid, with what the scanner noted of it.
///
/// The bytes stay where they were read to; places (`CutSpan`, `FlatValue`) count from the frame's
/// first byte. A hot method takes `frame.bytes.readableBytesUInt8Span` once, and asks `frame.cut`
/// with it: each look at a `ByteBuffer` costs as much as reading a value.
package struct Frame: Equatable, Sendable {
    /// Exactly the text, as the readable bytes.
    package let bytes: ByteBuffer
    /// Envelope and parameters as places in the text.
    package let cut: RequestCut

    package init(bytes: ByteBuffer, cut: RequestCut) {
        self.bytes = bytes
        self.cut = cut
    }

    /// Whether the method is that one.
    package func methodEquals(_ name: StaticString) -> Bool {
        cut.methodEquals(name, in: bytes.readableBytesUInt8Span)
    }

    /// Whether a string's content is that text.
    package func matches(_ span: CutSpan, _ text: StaticString) -> Bool {
        RequestCut.matches(span, text, in: bytes.readableBytesUInt8Span)
    }

    /// The parameter of that name, if parameters came by name and it is among those noted.
    package func member(named name: StaticString) -> FlatValue? {
        cut.member(named: name, in: bytes.readableBytesUInt8Span)
    }

    /// The parameter at that place, if it is among those noted.
    package func parameter(at index: Int) -> FlatValue? {
        cut.parameter(at: index, in: bytes.readableBytesUInt8Span)
    }

    /// Reads a value as far as that needs no memory.
    package func flat(_ span: CutSpan) -> FlatValue? {
        RequestCut.flat(span, in: bytes.readableBytesUInt8Span)
    }

    /// The content of a string; nil for any other value.
    package func string(_ span: CutSpan) -> String? {
        guard span.kind == .string else { return nil }
        return JSONText.string(
            bytes.readableBytesUInt8Span,
            span.content,
            hasEscapes: span.hasEscapes
        )
    }

    /// The content of a string, or the text of a number, that was found at a place.
    package func text(_ value: FlatValue) -> String? {
        Self.text(value, in: bytes.readableBytesUInt8Span)
    }

    /// The same; `bytes` are the frame's.
    package static func text(_ value: FlatValue, in bytes: Span<UInt8>) -> String? {
        switch value {
        case .null, .bool, .int, .nested: return nil
        case .number(let place), .string(let place):
            return JSONText.string(bytes, place, hasEscapes: false)
        case .escapedString(let place): return JSONText.string(bytes, place, hasEscapes: true)
        }
    }
}
