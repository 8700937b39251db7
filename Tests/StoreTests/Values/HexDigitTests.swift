import Testing

@testable import Store

@Suite struct HexDigitTests {
    private func bytes(_ digits: String) -> UInt64? {
        HexDigit.bytes(ofASCII: digits.utf8.span.word(at: 0))
    }

    @Test func `Eight digits are read as they are written`() {
        #expect(bytes("00000000") == 0)
        #expect(bytes("0123abef") == 0xefab_2301)
        var random = SeededRandom(seed: 5)
        for _ in 1...1_000 {
            let value = UInt64(UInt32.random(in: .min ... .max, using: &random))
            #expect(HexDigit.bytes(ofASCII: HexDigit.ascii(ofBytes: value)) == value)
        }
    }

    @Test func `Any other byte in any place is refused`() {
        let good = Array("0123abef".utf8)
        for place in good.indices {
            for byte in UInt8.min ... .max where HexDigit.value(of: byte) == nil {
                var text = good
                text[place] = byte
                #expect(HexDigit.bytes(ofASCII: text.span.word(at: 0)) == nil)
            }
        }
    }
}
