extension [UInt8] {
    /// The bytes of a span.
    package init(copying bytes: Span<UInt8>) {
        self = []
        append(bytes)
    }

    /// Appends the bytes of a static string, which are a pointer only.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        unsafe append(
            UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        )
    }

    /// Appends the bytes of words as they stand in memory.
    @inline(__always)
    mutating func append(_ words: Span<UInt64>) {
        unsafe words.withUnsafeBytes { unsafe append($0) }
    }

    /// Appends the bytes of a span, which is no sequence.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe append($0) }
    }

    /// As what is appended is short most of the time, a sequence's way would cost twice as much.
    @inline(__always)
    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        append(addingCapacity: bytes.count) { output in
            unsafe output.withUnsafeMutableBufferPointer { free, filled in
                unsafe UnsafeMutableRawBufferPointer(free).copyMemory(from: bytes)
                filled = bytes.count
            }
        }
    }
}
