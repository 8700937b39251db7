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

    /// Up to eight bytes from `offset` on as one number; those beyond `count` read as zero.
    @inline(__always)
    func word(at offset: Int, count length: Int) -> UInt64 {
        if length <= 0 { return 0 }
        if offset + 8 <= count {
            let whole = word(at: offset)
            return length >= 8 ? whole : whole & ((1 << UInt64(length * 8)) - 1)
        }
        var result: UInt64 = 0
        for index in 0..<Swift.min(length, 8) {
            result |= UInt64(self[offset + index]) << UInt64(index * 8)
        }
        return result
    }

    /// Whether `length` bytes at one place are the same as those at another.
    @inline(__always)
    func equals(at first: Int, and second: Int, length: Int) -> Bool {
        var done = 0
        while done < length {
            let left = length - done
            if word(at: first + done, count: left) != word(at: second + done, count: left) {
                return false
            }
            done += 8
        }
        return true
    }
}
