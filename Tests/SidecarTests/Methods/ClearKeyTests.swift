import Store
import Testing

@testable import Sidecar

@Suite struct ClearKeyTests {
    /// Gives the same bits again and again.
    private struct Constant: RandomNumberGenerator {
        var bits: UInt64
        func next() -> UInt64 { bits }
    }

    @Test(arguments: [
        (UInt64.min, "sk-AAAAAAAAAAAAAAAAAAAAAA"), (.max, "sk-_____________________w"),
        (0xFBFB_FBFB_FBFB_FBFB, "sk--_v7-_v7-_v7-_v7-_v7-w"),
    ])
    func `a key is url-safe base64 of its bytes`(bits: UInt64, text: String) {
        var generator = Constant(bits: bits)
        let key = ClearKey(using: &generator)
        #expect(key.reveal() == text)
        #expect(key.token == TokenHash(ofKey: text))
        #expect(key.refusal == nil)
    }

    @Test func `no two keys are the same`() {
        var generator = SystemRandomNumberGenerator()
        let keys = Set((0..<1_000).map { _ in ClearKey(using: &generator).reveal() })
        #expect(keys.count == 1_000)
    }

    @Test(arguments: [
        "", "sk-", "sk-0123456789ab", "SK-0123456789abcdef", "pk-0123456789abcdef",
        "sk-0123456789abcde ", "sk-0123456789\tabcdef", "sk-0123456789abcd\u{a0}",
        "sk-0123456789abcd\u{7f}",
    ])
    func `what may not be chosen says why`(text: String) {
        #expect(ClearKey(text).refusal != nil)
    }
}
