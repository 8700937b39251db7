import Store
import Testing
import Wire

@testable import Sidecar

/// Amounts are written from their digits; the text is that of the `Double` which a column holds.
@Suite struct MoneyAnswerTests {
    private func text(_ picodollars: Int128) -> String {
        String(
            decoding: AnswerWriter.text { $0.write(Money(picodollars: picodollars)) },
            as: UTF8.self
        )
    }

    private func expected(_ picodollars: Int128) -> String {
        JSONWriter.string(.double(Money(picodollars: picodollars).dollars))
    }

    @Test func `the text is that of the double, at every size`() {
        var random = SeededRandom(seed: 1)
        let edges: [Int128] = [
            0, 1, 99_999_999, 100_000_000, 100_000_001, 1_000_000_000_000, 999_999_999_999_999,
            1_000_000_000_000_001, 1 << 53 - 1, 1 << 53, 1 << 53 + 1, Money.greatest.picodollars,
        ]
        for units in edges {
            #expect(text(units) == expected(units))
            #expect(text(-units) == expected(-units))
        }
        for _ in 0..<20_000 {
            let units = Int128(random.next() >> UInt64.random(in: 1...63, using: &random))
            // Amounts of few digits too.
            let rounded = units / 1_000_000 * 1_000_000
            for value in [units, rounded, -units] where text(value) != expected(value) {
                Issue.record("\(value): \(text(value)) instead of \(expected(value))")
            }
        }
    }
}
