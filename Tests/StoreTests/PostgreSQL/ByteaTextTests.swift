import Testing

@testable import Store

@Suite struct ByteaTextTests {
    @Test func `All byte values survive`() {
        let bytes = Array(UInt8.min...UInt8.max)
        #expect(ByteaText.decode(Array(ByteaText.encode(bytes).utf8).span) == bytes)
        #expect(ByteaText.encode([]) == "\\x")
        #expect(ByteaText.decode(Array("\\xAf".utf8).span) == [0xaf])
    }

    @Test(arguments: ["", "\\", "x", "\\x0", "\\xzz", "00"])
    func `Another form is refused`(text: String) {
        #expect(ByteaText.decode(Array(text.utf8).span) == nil)
    }
}
