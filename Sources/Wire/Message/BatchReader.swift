import NIOCore

/// Takes a batch apart, so that each item can go the way of a frame of its own.
package struct BatchReader: Sendable {
    private let frame: Frame
    private var scanner: JSONScanner
    private var position: Int

    /// Reads the items of a frame that is an array; any other frame has none.
    package init(_ frame: Frame, limits: Limits) {
        self.frame = frame
        scanner = JSONScanner(nestingDepth: limits.nestingDepth)
        position = frame.cut.kind == .array ? 1 : frame.bytes.readableBytes
    }

    /// The next item, or nil after the last one.
    package mutating func next() -> Frame? {
        let start = nextStart
        guard start < frame.bytes.readableBytes - 1 else { return nil }
        let text = frame.bytes
        let scan = scanner.scan(
            text.readableBytesUInt8Span.extracting(droppingFirst: start),
            ending: .element
        )
        guard case .complete(let length) = scan,
            let item = text.getSlice(at: text.readerIndex + start, length: length)
        else { preconditionFailure("the scanner found the whole batch valid: \(scan)") }
        position = start + length
        return Frame(bytes: item, cut: scanner.cut)
    }

    /// Where the next item or the closing bracket stands.
    private var nextStart: Int {
        let bytes = frame.bytes.readableBytesUInt8Span
        var start = position
        JSONScanner.skipWhiteSpace(bytes, &start)
        if start < bytes.count, bytes[start] == UInt8(ascii: ",") {
            start += 1
            JSONScanner.skipWhiteSpace(bytes, &start)
        }
        return start
    }
}
