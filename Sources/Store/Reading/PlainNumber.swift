/// Reads numbers as Postgres prints nearly all of them, without making a text of each.
enum PlainNumber {
    /// So many decimal digits fit an integer, and a `Double` holds every one of them exactly.
    private static let digits = 15

    /// An integer of few digits; nil for what has to be read in another way.
    static func integer(_ text: Span<UInt8>) -> Int64? {
        guard let (value, fraction) = mantissa(text), fraction == 0 else { return nil }
        return value
    }

    /// A decimal of few digits; nil for what has to be read in another way.
    ///
    /// Both parts of the division are exact, so that its result is the nearest `Double`.
    static func double(_ text: Span<UInt8>) -> Double? {
        guard let (value, fraction) = mantissa(text) else { return nil }
        var divisor = 1.0
        for _ in 0..<fraction { divisor *= 10 }
        return Double(value) / divisor
    }

    /// The digits as an integer, and how many of them stand behind the point.
    private static func mantissa(_ text: Span<UInt8>) -> (value: Int64, fraction: Int)? {
        let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
        var value: Int64 = 0
        var count = 0
        var point: Int?
        for index in (isNegative ? 1 : 0)..<text.count {
            let digit = text[index] &- UInt8(ascii: "0")
            if digit < 10 {
                value = value &* 10 &+ Int64(digit)
                count += 1
            } else if text[index] == UInt8(ascii: "."), point == nil, count > 0 {
                point = count
            } else {
                return nil
            }
        }
        // A sum of nothing is no number, and minus zero is no integer.
        guard count > 0, count <= digits, !isNegative || value > 0 else { return nil }
        return (isNegative ? -value : value, point.map { count - $0 } ?? 0)
    }
}
