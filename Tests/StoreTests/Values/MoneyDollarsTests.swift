import Store
import Testing

@Suite("Money as a column takes it")
struct MoneyDollarsTests {
    @Test(arguments: [
        0, 1, -1, 2_500_000_000, 1_000_000_000_001, Int128(Int64.max), Int128(Int64.max) + 1,
        Int128(Int64.min), Int128(Int64.min) - 1, Money.greatest.picodollars,
    ])
    func `dollars are rounded alike on both sides of 64 bits`(picodollars: Int128) {
        #expect(Money(picodollars: picodollars).dollars == Double(picodollars) / 1e12)
    }

    @Test func `beyond 64 bits they are rounded as the standard library does`() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<10_000 {
            let bits = UInt128(random.next()) << 64 | UInt128(random.next())
            let units = Int128(bits >> UInt128.random(in: 8...66, using: &random))
            for value in [units, -units, units & (-1 << 40)] {
                #expect(Money(picodollars: value).dollars == Double(value) / 1e12)
            }
        }
    }
}
