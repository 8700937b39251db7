import Store
import Wire

extension AnswerWriter {
    /// Writes an amount in dollars: the same text as its `Double` has.
    mutating func write(_ money: Money) {
        if let units = Int64(exactly: money.picodollars), write(picodollars: units) { return }
        value(money.dollars)
    }

    /// Writes the digits of an amount as they are, where that is what a `Double` shows.
    ///
    /// A number of at most 15 digits is the shortest text of the `Double` next to it, and below
    /// 2⁵³ units that one is their quotient by 10¹². Below 10⁻⁴ it is shown with an exponent.
    /// - Returns: whether it is written.
    private mutating func write(picodollars units: Int64) -> Bool {
        let (whole, fraction) = units.magnitude.quotientAndRemainder(dividingBy: Self.dollar)
        guard units.magnitude < 1 << 53 else { return false }
        if fraction == 0 {
            value(units / Int64(Self.dollar))
            return true
        }
        guard units.magnitude >= 100_000_000 else { return false }
        var (rest, places) = (fraction, 12)
        while rest.isMultiple(of: 10) {
            rest /= 10
            places -= 1
        }
        guard whole < 1_000 || places < 12 else { return false }
        var text = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
        var first = text.count
        func put(_ digit: UInt64) {
            first -= 1
            text[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
        }
        for _ in 0..<places {
            put(rest % 10)
            rest /= 10
        }
        first -= 1
        text[first] = UInt8(ascii: ".")
        rest = whole
        repeat {
            put(rest % 10)
            rest /= 10
        } while rest > 0
        if units < 0 {
            first -= 1
            text[first] = UInt8(ascii: "-")
        }
        raw(text.span.extracting(first..<text.count))
        return true
    }

    /// In units of 10⁻¹² dollars.
    private static let dollar: UInt64 = 1_000_000_000_000
}
