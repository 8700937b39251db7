import NIOCore
import Testing

@testable import Wire

struct FrameLimitTests {
    private func limits(_ frameBytes: Int) -> Limits {
        var limits = Limits()
        limits.frameBytes = frameBytes
        return limits
    }

    /// Texts of exactly that many bytes, one of each kind.
    private func texts(_ count: Int) -> [String] {
        [
            "{\"a\":\"" + String(repeating: "x", count: count - 8) + "\"}",
            "[" + String(repeating: " ", count: count - 2) + "]",
            "\"" + String(repeating: "x", count: count - 2) + "\"",
            String(repeating: "1", count: count),
            "[" + String(repeating: "1,", count: count / 2 - 2)
                + String(repeating: "1", count: 2 + count % 2)
                + "]",
        ]
    }

    @Test(arguments: [20, 21, 4_095, 4_096, 4_097, 10_000])
    func `a frame of the limit is let through, one byte more is not`(count: Int) {
        let error = WireError.frameTooLarge(limit: count)
        for text in texts(count) {
            #expect(text.utf8.count == count)
            let fine = Stream(" \n\(text)\n{}", limits: limits(count))
            #expect(fine.texts == [text, "{}"])
            #expect(fine.error == nil)
            #expect(Stream(text, limits: limits(count)).texts == [text])
        }
        for text in texts(count + 1) {
            for stream in [
                Stream("{}" + text + "{}", limits: limits(count)),
                Stream((Array("{}".utf8) + Array(text.utf8)).map { [$0] }, limits: limits(count)),
            ] {
                #expect(stream.texts == ["{}"])
                #expect(stream.error == error)
            }
        }
    }

    @Test func `too much fails as soon as it is certain`() {
        for (text, certain) in [("[1,2,3,4,5", 10), ("\"abcdefghi", 10), ("1234567890", 11)] {
            var decoder = FrameDecoder(limits: limits(10))
            var buffer = ByteBuffer()
            for (index, byte) in (text + "1").utf8.enumerated() {
                buffer.writeInteger(byte)
                let action = decoder.next(&buffer)
                guard index + 1 < certain else {
                    #expect(action == .fail(.frameTooLarge(limit: 10)))
                    break
                }
                #expect(action == .needMore)
            }
        }
    }

    @Test func `the error says the limit and that the frame was too large`() {
        let error = WireError.frameTooLarge(limit: 7)
        #expect(error.kind == .invalidRequest)
        #expect(error.context.limit == 7)
        #expect(error.context.detail == "frame_too_large")
    }

    @Test func `many frames of the limit each are no reason to fail`() {
        let text = String(repeating: "[12345678]", count: 1_000)
        let stream = Stream(text, limits: limits(10))
        #expect(stream.texts.count == 1_000)
        #expect(stream.error == nil)
    }
}
