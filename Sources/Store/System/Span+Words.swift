extension Span where Element == UInt8 {
    /// Eight bytes from `offset` on as one number, the first byte lowest.
    ///
    /// The standard library marks unaligned loads unsafe because a type may have invalid bit
    /// patterns; `UInt64` has none, and the load itself traps outside of the span.
    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        unsafe UInt64(
            littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        )
    }

    /// Whether both hold the same bytes; at once where they are the same memory.
    @inline(__always)
    func isSame(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        if isIdentical(to: other) { return true }
        var position = 0
        while position + 8 <= count {
            guard word(at: position) == other.word(at: position) else { return false }
            position += 8
        }
        while position < count {
            guard self[position] == other[position] else { return false }
            position += 1
        }
        return true
    }

    /// Whether it stands before another in the order of bytes, which is Postgres's collation "C".
    func precedes(_ other: Span<UInt8>) -> Bool {
        for index in 0..<Swift.min(count, other.count) where self[index] != other[index] {
            return self[index] < other[index]
        }
        return count < other.count
    }
}
