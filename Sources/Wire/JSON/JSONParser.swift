import NIOCore

/// Makes values of JSON texts: the scanner judges, json-c builds the tree.
package enum JSONParser {
    /// Reads one whole text, as of a file or an argument.
    ///
    /// - Throws: `JSONError` when the text is not exactly one valid JSON value.
    package static func parse(
        _ text: String,
        nestingDepth: Int = Limits().nestingDepth
    ) throws(JSONError) -> JSON {
        try parse(Array(text.utf8), nestingDepth: nestingDepth)
    }

    /// Reads one whole text given as bytes.
    ///
    /// - Throws: `JSONError` when the bytes are not exactly one valid JSON value.
    package static func parse(
        _ bytes: [UInt8],
        nestingDepth: Int = Limits().nestingDepth
    ) throws(JSONError) -> JSON {
        try parse(bytes.span, nestingDepth: nestingDepth)
    }

    /// Reads one whole text where it stands.
    ///
    /// - Throws: `JSONError` when the bytes are not exactly one valid JSON value.
    package static func parse(
        _ bytes: Span<UInt8>,
        nestingDepth: Int = Limits().nestingDepth
    ) throws(JSONError) -> JSON {
        var scanner = JSONScanner(nestingDepth: nestingDepth)
        switch scanner.scan(bytes, ending: .endOfInput) {
        case .invalid(let error): throw error
        case .incomplete: throw JSONError(.truncated, at: bytes.count)
        case .complete(var end):
            let value = tree(bytes.extracting(first: end), scanner.cut)
            JSONScanner.skipWhiteSpace(bytes, &end)
            guard end == bytes.count else { throw JSONError(.trailingContent, at: end) }
            return value
        }
    }

    /// The whole value of a frame.
    package static func tree(_ frame: Frame) -> JSON {
        tree(frame.bytes.readableBytesUInt8Span, frame.cut)
    }

    /// The value at one place of a frame.
    package static func tree(_ span: CutSpan, in frame: Frame) -> JSON {
        let bytes = frame.bytes.readableBytesUInt8Span.extracting(span.text)
        switch span.kind {
        case .array, .object: return container(bytes, exactly: frame.cut.needsExactReader)
        case .absent: return .null
        case .null, .false, .true, .integer, .decimal, .string:
            var reader = JSONExactReader()
            return reader.value(bytes)
        }
    }

    private static func tree(_ bytes: Span<UInt8>, _ cut: RequestCut) -> JSON {
        let isContainer = cut.kind == .array || cut.kind == .object
        return container(bytes, exactly: cut.needsExactReader || !isContainer)
    }

    private static func container(_ bytes: Span<UInt8>, exactly: Bool) -> JSON {
        if !exactly, let value = JSONCTree.read(bytes) { return value }
        var reader = JSONExactReader()
        return reader.value(bytes)
    }
}
