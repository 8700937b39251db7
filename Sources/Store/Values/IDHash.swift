/// Hashes ids, a word by one multiplication: a request looks up a dozen of them.
///
/// Clients choose ids, so it works under secrets of this process: nobody outside can tell which
/// ids fall together.
struct IDHash {
    private var state: UInt64
    /// Read once for all words of an id: each look at a global asks first whether it is there.
    private let factor: UInt64

    @inline(__always)
    init() {
        (state, factor) = Self.secrets
    }

    private static let secrets = (
        start: UInt64.random(in: .min ... .max),
        factor: UInt64.random(in: .min ... .max) | 1
    )

    /// What was combined so far, uniform in all its bits.
    var value: Int {
        var last = self
        last.combine(UInt64(0))
        return Int(truncatingIfNeeded: last.state)
    }

    @inline(__always)
    mutating func combine(_ word: UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: factor)
        state = product.high ^ product.low &+ word
    }

    @inline(__always)
    mutating func combine(_ id: TextID) { combine(id.text.utf8.span) }

    /// Eight bytes at a time, and the count, so that no two texts feed the same words.
    @inline(__always)
    mutating func combine(_ bytes: Span<UInt8>) {
        combine(UInt64(bytes.count))
        var position = 0
        while position + 8 <= bytes.count {
            combine(bytes.word(at: position))
            position += 8
        }
        guard position < bytes.count else { return }
        var rest: UInt64 = 0
        while position < bytes.count {
            rest = rest << 8 | UInt64(bytes[position])
            position += 1
        }
        combine(rest)
    }

    @inline(__always)
    mutating func combine(_ token: TokenHash) {
        combine(UInt64(bitPattern: Int64(token.slotHash)))
    }

    @inline(__always)
    mutating func combine(_ id: MembershipID) {
        combine(id.user)
        combine(id.group)
    }
}
