import Store
import Testing

@Suite("Money read from decimal text")
struct MoneyDecimalTests {
    @Test(arguments: [
        ("0", 0), ("-0", 0), ("0.0", 0), ("1", 1_000_000_000_000), ("1e0", 1_000_000_000_000),
        ("0.0025", 2_500_000_000), ("2.5e-3", 2_500_000_000), ("25E-4", 2_500_000_000),
        ("0.1", 100_000_000_000), ("1e-12", 1), ("0.000000000001", 1), ("4e-13", 0),
        ("5e-13", 1), ("0.0000000000005", 1), ("0.00000000000049999999999999999", 0),
        ("1.0000000000005", 1_000_000_000_001), ("12e+1", 120_000_000_000_000),
        ("-0.5", -500_000_000_000), ("9.9999999999995", 10_000_000_000_000), ("5e-99999", 0),
        ("0e99999999999999999999", 0), ("100e-2", 1_000_000_000_000),
    ])
    func `a number is exact to the last unit`(text: String, picodollars: Int) {
        #expect(Money(decimal: text)?.picodollars == Int128(picodollars), "\(text)")
    }

    @Test(arguments: ["", "-", ".", "1.", ".5", "1e", "1e+", "x", "1x", "1e5x", "+1", "NaN", "1 "])
    func `what is no number of JSON is none`(text: String) {
        #expect(Money(decimal: text) == nil, "\(text)")
    }

    @Test func `the greatest amount is read, and nothing beyond it`() {
        #expect(Money(decimal: "1e24") == .greatest)
        #expect(Money(decimal: "1000000000000000000000000.000000000000") == .greatest)
        #expect(Money(decimal: "1000000000000000000000000.000000000001") == nil)
        #expect(Money(decimal: "1e25") == nil)
        #expect(Money(decimal: "1e99999") == nil)
        #expect(Money(decimal: String(repeating: "9", count: 500)) == nil)
    }

    @Test func `digits beyond the kept ones change nothing but the place of the point`() {
        let zeros = String(repeating: "0", count: 100)
        #expect(Money(decimal: "0." + zeros + "1") == .zero)
        #expect(Money(decimal: "1." + zeros + "9")?.picodollars == 1_000_000_000_000)
        #expect(Money(decimal: zeros + "7")?.picodollars == 7_000_000_000_000)
        #expect(Money(decimal: "1" + zeros + "e-100")?.picodollars == 1_000_000_000_000)
    }

    @Test(arguments: UInt64(1)...20)
    func `whatever is written out is read back`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 {
            let units = Int128(UInt64.random(in: 0 ... .max, using: &random))
            let digits = String(units)
            let padded = String(repeating: "0", count: max(0, 13 - digits.count)) + digits
            let text = "\(padded.dropLast(12)).\(padded.suffix(12))"
            #expect(Money(decimal: text)?.picodollars == units, "seed \(seed): \(text)")
            #expect(Money(decimal: "\(digits)e-12")?.picodollars == units, "seed \(seed)")
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `a sum does not depend on its order`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let amounts = (0..<200).compactMap { _ in
            Money(decimal: "\(Double.random(in: 0...100, using: &random))")
        }
        let sum = amounts.reduce(.zero, +)
        #expect(amounts.shuffled(using: &random).reduce(.zero, +) == sum, "seed \(seed)")
        #expect(amounts.reduce(sum, -) == .zero)
    }
}
