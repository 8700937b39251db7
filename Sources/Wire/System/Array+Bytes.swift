extension [UInt8] {
    /// Appends the bytes of a static string, which are a pointer only.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        unsafe append(
            contentsOf: UnsafeBufferPointer(
                start: text.utf8Start,
                count: text.utf8CodeUnitCount
            )
        )
    }

    /// Appends the bytes of words as they stand in memory.
    @inline(__always)
    mutating func append(_ words: Span<UInt64>) {
        unsafe words.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }

    /// Appends the bytes of a span, which is no sequence.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
