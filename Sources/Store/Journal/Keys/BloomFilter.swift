/// Tells for sure that a key is not among many, and mostly that it is: ten bits a key.
struct BloomFilter: Equatable, Sendable {
    private var words: [UInt64]
    private static let bitsPerKey = 10
    private static let probes: UInt64 = 7

    init(capacity: Int) {
        words = Array(repeating: 0, count: capacity * Self.bitsPerKey / 64 + 1)
    }

    mutating func insert(_ scope: UInt128) {
        for probe in 0..<Self.probes {
            let bit = bit(scope, probe)
            words[bit / 64] |= 1 << UInt64(bit % 64)
        }
    }

    func mayContain(_ scope: UInt128) -> Bool {
        for probe in 0..<Self.probes {
            let bit = bit(scope, probe)
            if words[bit / 64] & 1 << UInt64(bit % 64) == 0 { return false }
        }
        return true
    }

    /// A digest's halves are two hashes, and their sums as many more as are wanted.
    private func bit(_ scope: UInt128, _ probe: UInt64) -> Int {
        let low = UInt64(truncatingIfNeeded: scope)
        let high = UInt64(truncatingIfNeeded: scope >> 64) | 1
        return Int((low &+ probe &* high) % UInt64(words.count * 64))
    }
}
