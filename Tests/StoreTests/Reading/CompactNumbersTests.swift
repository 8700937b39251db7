import Testing

@testable import Store

@Suite struct CompactNumbersTests {
    private let zeros = String(repeating: "0", count: 308)

    @Test func `long runs of zeros become an exponent, exactly`() {
        let cases = [
            ("[1\(zeros), -25\(zeros)]", "[1e308, -25e308]"),
            ("{\"a\": 0.\(zeros)5}", "{\"a\": 5e-309}"),
            ("0.\(zeros)", "0"),
            ("[120\(zeros).50]", "[120\(zeros).50]"),
            ("12.5\(zeros)", "125e-1"),
        ]
        for (long, short) in cases { #expect(CompactNumbers.rewrite(long) == short) }
    }

    @Test func `digits in strings and names, and numbers that people write, stay`() {
        let texts = [
            "{}", "{\"1\(zeros)\": \"1\(zeros)\\\"1\(zeros)\"}", "[1000000000000000000000, 0.1]",
            "1" + String(repeating: "0", count: CompactNumbers.longestKept - 1),
            String(repeating: "123456789", count: 40), "{\"open\": \"\\",
        ]
        for text in texts { #expect(CompactNumbers.rewrite(text) == text) }
    }

    @Test func `one digit more than is kept is shortened`() {
        let text = "1" + String(repeating: "0", count: CompactNumbers.longestKept)
        #expect(CompactNumbers.rewrite(text) == "1e\(CompactNumbers.longestKept)")
    }
}
