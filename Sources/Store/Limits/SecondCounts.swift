/// Counts of 61 seconds, of 40 bits each: 305 bytes, where whole words would take 488.
struct SecondCounts: Sendable {
    private var low: [61 of UInt32] = .init(repeating: 0)
    private var high: [61 of UInt8] = .init(repeating: 0)

    /// How many there are.
    static let size = 61
    /// The most that one holds.
    static let greatest: UInt64 = 1 << 40 - 1

    subscript(slot: Int) -> UInt64 {
        @inline(__always) get { UInt64(high[slot]) &<< 32 | UInt64(low[slot]) }
        @inline(__always) set {
            low[slot] = UInt32(truncatingIfNeeded: newValue)
            high[slot] = UInt8(newValue &>> 32)
        }
    }
}
