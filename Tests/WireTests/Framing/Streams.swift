import NIOCore

@testable import Wire

/// What a stream of bytes was cut into, for tests that compare whole outcomes.
struct Stream: Equatable {
    var texts: [String] = []
    var error: WireError?

    /// Feeds the chunks one after another, then the end of input.
    init(_ chunks: [[UInt8]], limits: Limits = Limits()) {
        var decoder = FrameDecoder(limits: limits)
        self.init(chunks, &decoder)
    }

    /// Feeds a whole text as one chunk.
    init(_ text: String, limits: Limits = Limits()) {
        self.init([Array(text.utf8)], limits: limits)
    }

    init(_ chunks: [[UInt8]], _ decoder: inout FrameDecoder) {
        var buffer = ByteBuffer()
        for chunk in chunks {
            buffer.writeBytes(chunk)
            drain(&decoder, &buffer, isFinal: false)
        }
        drain(&decoder, &buffer, isFinal: true)
    }

    private mutating func drain(
        _ decoder: inout FrameDecoder,
        _ buffer: inout ByteBuffer,
        isFinal: Bool
    ) {
        while true {
            switch decoder.next(&buffer, isFinal: isFinal) {
            case .frame(let frame): texts.append(String(buffer: frame.bytes))
            case .needMore: return
            case .fail(let failure):
                precondition(error == nil, "a stream fails once")
                error = failure
            }
        }
    }
}

extension Frame {
    /// The one frame that a text is; nil if it is none.
    init?(_ text: String, limits: Limits = Limits()) {
        var decoder = FrameDecoder(limits: limits)
        var buffer = ByteBuffer(string: text)
        guard case .frame(let frame) = decoder.next(&buffer, isFinal: true) else { return nil }
        self = frame
    }
}
