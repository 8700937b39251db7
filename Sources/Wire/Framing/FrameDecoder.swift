package import NIOCore

/// Cuts one JSON value after another out of a stream.
///
/// White space between values, line ends included, is optional. Work is linear in the bytes even
/// when they come one by one: a value of less than 4 KiB is scanned again from its start, a longer
/// one when it may be complete or has doubled.
package struct FrameDecoder: Sendable {
    private let frameBytes: Int
    private var scanner: JSONScanner
    private var tracker = BoundaryTracker()
    /// How many bytes the last scan of the value at hand saw; 0 before the first.
    private var scannedBytes = 0
    private var hasFailed = false

    /// Values of less than this are scanned again from the start with each read.
    static let rescanBytes = 4_096

    /// The longest frame whose places a cut can hold, and one byte to see that it is longer.
    package static let greatestFrameBytes = CutSpan.greatestLength - 1

    package init(limits: Limits) {
        frameBytes = min(limits.frameBytes, Self.greatestFrameBytes)
        scanner = JSONScanner(nestingDepth: limits.nestingDepth)
    }

    /// How often member names were compared, a measure of work for the tests.
    package var nameComparisons: Int { scanner.nameComparisons }

    /// How many bytes all scans together were given, a measure of work for the tests.
    package private(set) var bytesScanned = 0

    /// Takes the next value from the buffer's readable bytes.
    ///
    /// `isFinal` says that nothing comes after these bytes; call until it needs more then, too.
    package mutating func next(
        _ buffer: inout ByteBuffer,
        isFinal: Bool = false
    ) -> FrameDecoderAction {
        if hasFailed {
            // After the one error nothing is read any more.
            buffer.clear()
            return .needMore
        }
        if scannedBytes == 0 { Self.dropWhiteSpace(&buffer) }
        if buffer.readableBytes == 0 || !isWorthScanning(buffer, isFinal) { return .needMore }
        // One byte more than allowed, so that a number of exactly the limit can be seen to end.
        let window = min(buffer.readableBytes, frameBytes + 1)
        let scan = scanner.scan(
            buffer.readableBytesUInt8Span.extracting(first: window),
            ending: isFinal ? .endOfInput : .stream
        )
        switch scan {
        case .complete(let end): return complete(end, &buffer)
        case .incomplete: return incomplete(window, buffer, isFinal)
        case .invalid(let error): return fail(.parse(error))
        }
    }

    private mutating func complete(
        _ end: Int,
        _ buffer: inout ByteBuffer
    ) -> FrameDecoderAction {
        guard end <= frameBytes, let bytes = buffer.readSlice(length: end) else {
            return fail(.frameTooLarge(limit: frameBytes))
        }
        bytesScanned += end
        scannedBytes = 0
        if tracker.position > 0 { tracker = BoundaryTracker() }
        return .frame(Frame(bytes: bytes, cut: scanner.cut))
    }

    private mutating func incomplete(
        _ window: Int,
        _ buffer: ByteBuffer,
        _ isFinal: Bool
    ) -> FrameDecoderAction {
        bytesScanned += window
        if window > frameBytes || window == frameBytes && Self.needsClosingByte(buffer) {
            return fail(.frameTooLarge(limit: frameBytes))
        }
        if isFinal { return fail(.parse(JSONError(.truncated, at: window))) }
        scannedBytes = window
        return .needMore
    }

    private mutating func fail(_ error: WireError) -> FrameDecoderAction {
        hasFailed = true
        return .fail(error)
    }

    private mutating func isWorthScanning(_ buffer: ByteBuffer, _ isFinal: Bool) -> Bool {
        let count = buffer.readableBytes
        if isFinal || scannedBytes < Self.rescanBytes || count >= scannedBytes * 2
            || count >= frameBytes
        {
            return true
        }
        tracker.advance(buffer.readableBytesUInt8Span)
        return tracker.isComplete
    }

    /// Whether the value is of a kind that ends with a byte of its own, so that it is certain to
    /// be longer than what has come.
    private static func needsClosingByte(_ buffer: ByteBuffer) -> Bool {
        switch buffer.readableBytesUInt8Span[0] {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""): true
        default:  // open set: bytes of the peer
            false
        }
    }

    private static func dropWhiteSpace(_ buffer: inout ByteBuffer) {
        guard let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self), first <= 0x20
        else { return }
        var count = 0
        JSONScanner.skipWhiteSpace(buffer.readableBytesUInt8Span, &count)
        if count > 0 { buffer.moveReaderIndex(forwardBy: count) }
    }
}
