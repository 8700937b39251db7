import Testing

@testable import Store

@Suite struct PlainNumberTests {
    private func integer(_ text: String) -> Int64? { PlainNumber.integer(text.utf8.span) }
    private func double(_ text: String) -> Double? { PlainNumber.double(text.utf8.span) }

    @Test func `What it reads is what the standard library reads, to the last bit`() {
        var random = SeededRandom(seed: 11)
        for _ in 1...20_000 {
            let digits = String(UInt64.random(in: 0..<1_000_000_000_000_000, using: &random))
            let point = Int.random(in: 1...digits.count, using: &random)
            let sign = Bool.random(using: &random) ? "-" : ""
            let text = sign + digits.prefix(point) + "." + digits.dropFirst(point)
            if let read = double(text) {
                #expect(read.bitPattern == Double(text)?.bitPattern, "\(text)")
            } else {
                // Minus zero is left to others.
                #expect(Double(text) == 0, "\(text)")
            }
            #expect(integer(sign + digits) ?? Int64(sign + digits) == Int64(sign + digits))
        }
        #expect(double("999999999999999") == 999_999_999_999_999)
        #expect(double("0.1")?.bitPattern == (0.1).bitPattern)
        #expect(integer("-17") == -17)
        #expect(integer("0") == 0)
    }

    @Test func `What is no plain number is left to others`() {
        let others = [
            "", "-", ".", ".5", "-.5", "1e5", "NaN", "Infinity", "-0", "-0.0", " 1", "1 ", "+1",
            "1.2.3", "1_000", "1234567890123456", "0.000000000000001234", "١",
        ]
        for text in others {
            #expect(double(text) == nil, "\(text)")
            #expect(integer(text) == nil, "\(text)")
        }
        #expect(integer("1.5") == nil)
    }
}
