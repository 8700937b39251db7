import NIOCore
import Testing

@testable import Wire

/// The work of the decoder, counted in bytes that were scanned.
struct FrameDecoderWorkTests {
    /// Feeds chunks of a size and gives back how many bytes all scans saw.
    private func work(_ bytes: [UInt8], chunk: Int, frames: Int) -> Int {
        var decoder = FrameDecoder(limits: Limits())
        var chunks: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            chunks.append(Array(bytes[start..<min(start + chunk, bytes.count)]))
        }
        let stream = Stream(chunks, &decoder)
        #expect(stream.texts.count == frames)
        #expect(stream.error == nil)
        return decoder.bytesScanned
    }

    /// The scans of the first 4 KiB, one per byte.
    private static let rescans = FrameDecoder.rescanBytes * FrameDecoder.rescanBytes / 2

    @Test func `a value of nearly a MiB that comes in small pieces costs linear work`() {
        let size = (1 << 20) - 10
        let string = Array("[\"".utf8) + [UInt8](repeating: 0x78, count: size) + Array("\"]".utf8)
        let nested =
            Array("[".utf8) + Array(repeatElement(Array("[{}],".utf8), count: size / 5).joined())
            + Array("1]".utf8)
        for (bytes, chunk) in [(string, 16), (nested, 16), (string, 1_000), (nested, 60_000)] {
            let bound = Self.rescans / chunk + 8 * bytes.count
            #expect(work(bytes, chunk: chunk, frames: 1) < bound)
        }
    }

    @Test func `a value of 64 KiB that comes byte by byte costs linear work`() {
        let bytes = Array("[\"".utf8) + [UInt8](repeating: 0x5B, count: 65_536) + Array("\"]".utf8)
        #expect(work(bytes, chunk: 1, frames: 1) < Self.rescans + 8 * bytes.count)
    }

    @Test func `values in one buffer are scanned once each`() {
        let text = Array(String(repeating: "{\"a\":[1,2,3]}\n", count: 1_000).utf8)
        #expect(work(text, chunk: text.count, frames: 1_000) == 13_000)
        #expect(work(text, chunk: 1_400, frames: 1_000) == 13_000)
    }

    @Test func `a long value that is broken is found broken when it has doubled at the latest`() {
        var decoder = FrameDecoder(limits: Limits())
        var buffer = ByteBuffer(string: "[\"" + String(repeating: "x", count: 5_000))
        #expect(decoder.next(&buffer) == .needMore)
        buffer.writeString("\u{1}")
        var action = FrameDecoderAction.needMore
        while action == .needMore, buffer.readableBytes < 20_000 {
            buffer.writeString(String(repeating: "x", count: 100))
            action = decoder.next(&buffer)
        }
        #expect(action == .fail(.parse(JSONError(.controlCharacter, at: 5_002))))
        #expect(buffer.readableBytes < 10_200)
    }

    @Test(arguments: [#"["\"]"]"#, #"["\\"]"#, #"["[","]","{"]"#, #"{"}":["\\\""]}"#])
    func `a long value is let go with its last byte, whatever its strings hold`(tail: String) {
        let text = "[\"" + String(repeating: "x", count: 9_000) + "\"," + tail + "]"
        var decoder = FrameDecoder(limits: Limits())
        var buffer = ByteBuffer()
        for (index, byte) in text.utf8.enumerated() {
            buffer.writeInteger(byte)
            let action = decoder.next(&buffer)
            guard case .frame(let frame) = action else {
                #expect(action == .needMore)
                #expect(index < text.utf8.count - 1)
                continue
            }
            #expect(index == text.utf8.count - 1)
            #expect(String(buffer: frame.bytes) == text)
        }
        #expect(buffer.readableBytes == 0)
    }

    @Test func `a long number ends at what follows, also when it comes byte by byte`() {
        let digits = String(repeating: "7", count: 9_000)
        for next in [" {}", "{}", "[]", "\"\""] {
            let stream = Stream((digits + next).utf8.map { [$0] })
            #expect(stream.texts.count == 2)
            #expect(stream.texts.first == digits)
        }
    }
}
