import Testing

@testable import Store

@Suite struct CopyTextTests {
    @Test func `Separators, backslashes and NULL are told apart from text`() {
        var block: [UInt8] = []
        CopyText.append(["a\tb", nil, "\\N", "x\ny\r"], to: &block)
        let text = String(decoding: block, as: UTF8.self)
        #expect(text == "a\\tb\t\\N\t\\\\N\tx\\ny\\r\n")
    }
}
