/// The digits of a decimal number, and where its point stands.
struct DecimalDigits {
    private(set) var isNegative = false
    /// Without leading zeros, most significant first.
    private var digits: [UInt8] = []
    /// The number is the digits, times ten to this.
    private var exponent = 0

    /// More digits than an amount can have; what follows cannot change a rounded amount.
    private static let kept = 64
    /// An exponent beyond this says "too large" or "nothing", whatever the digits are.
    private static let exponentBound = 10_000

    /// Takes a number as JSON writes it.
    /// - Returns: whether it is one.
    mutating func read(_ text: Span<UInt8>) -> Bool {
        var position = 0
        if position < text.count, text[position] == UInt8(ascii: "-") {
            isNegative = true
            position += 1
        }
        guard take(text, &position, isFraction: false) else { return false }
        if position < text.count, text[position] == UInt8(ascii: ".") {
            position += 1
            guard take(text, &position, isFraction: true) else { return false }
        }
        return position == text.count || takeExponent(text, &position)
    }

    /// The number times ten to `power`, rounded half away from zero, without its sign.
    /// - Returns: nil where that is beyond what an amount can be.
    func scaled(byPowerOfTen power: Int) -> Int128? {
        guard !digits.isEmpty else { return 0 }
        let shift = exponent + power
        // Int128 holds 38 digits; 37 leave room to round.
        guard digits.count + shift <= 37 else { return nil }
        let whole = digits.prefix(max(0, min(digits.count, digits.count + shift)))
        var value = whole.reduce(Int128(0)) { $0 * 10 + Int128($1) }
        if shift >= 0 {
            for _ in 0..<shift { value *= 10 }
        } else if digits.count + shift >= 0, digits[digits.count + shift] >= 5 {
            value += 1
        }
        return value
    }

    private mutating func take(
        _ text: Span<UInt8>,
        _ position: inout Int,
        isFraction: Bool
    ) -> Bool {
        let start = position
        while position < text.count, let digit = Self.digit(text[position]) {
            let isKept = digits.count < Self.kept
            if isKept, digit > 0 || !digits.isEmpty { digits.append(digit) }
            // A fraction's kept digit moves the point left, a whole part's dropped one right.
            if isFraction == isKept { exponent += isFraction ? -1 : 1 }
            position += 1
        }
        return position > start
    }

    private mutating func takeExponent(_ text: Span<UInt8>, _ position: inout Int) -> Bool {
        guard text[position] | 0x20 == UInt8(ascii: "e") else { return false }
        position += 1
        var sign = 1
        if position < text.count, text[position] == UInt8(ascii: "-") {
            sign = -1
            position += 1
        } else if position < text.count, text[position] == UInt8(ascii: "+") {
            position += 1
        }
        let start = position
        var value = 0
        while position < text.count, let digit = Self.digit(text[position]) {
            value = min(value * 10 + Int(digit), Self.exponentBound)
            position += 1
        }
        exponent += sign * value
        return position > start && position == text.count
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        let value = byte &- UInt8(ascii: "0")
        return value <= 9 ? value : nil
    }
}
