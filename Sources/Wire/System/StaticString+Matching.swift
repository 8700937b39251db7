extension StaticString {
    /// Whether the bytes in `range` of `bytes` are exactly this text.
    ///
    /// A static string gives its bytes as a pointer only; it is read inside of this function.
    @inline(__always)
    func matches(_ bytes: Span<UInt8>, in range: Range<Int>) -> Bool {
        let length = utf8CodeUnitCount
        guard hasPointerRepresentation, length == range.count else { return false }
        let text = unsafe Span(_unsafeStart: utf8Start, count: length)
        let start = range.lowerBound
        if length < 8 {
            for index in 0..<length where text[index] != bytes[start + index] { return false }
            return true
        }
        // Eight bytes at a time; the last eight may have been compared before.
        var done = 0
        while done < length - 8 {
            if text.word(at: done) != bytes.word(at: start + done) { return false }
            done += 8
        }
        return text.word(at: length - 8) == bytes.word(at: start + length - 8)
    }
}
