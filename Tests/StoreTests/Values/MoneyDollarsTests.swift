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
}
