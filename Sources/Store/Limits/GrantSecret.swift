/// What nobody can guess of a grant's id: 128 random bits, handed in by whoever makes the grant.
package struct GrantSecret: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    package init(_ high: UInt64, _ low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 32 lower-case hex digits; nil for anything else.
    init?(hex: Substring.UTF8View) {
        guard hex.count == 32 else { return nil }
        var words: [2 of UInt64] = [0, 0]
        for (position, digit) in hex.enumerated() {
            guard let value = HexDigit.value(of: digit) else { return nil }
            words[position / 16] = words[position / 16] << 4 | UInt64(value)
        }
        self.init(words[0], words[1])
    }

    var hex: String {
        let digits = (0..<32).map { position in
            let word = position < 16 ? high : low
            return HexDigit.ascii(word >> UInt64(60 - 4 * (position % 16)) & 15)
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
