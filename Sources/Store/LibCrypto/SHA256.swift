import CLibCrypto

/// SHA-256 by libcrypto's one-shot call, which neither allocates nor keeps a context.
enum SHA256 {
    /// The digest as four words, the first digest byte in the lowest byte of the first word.
    static func digest(of bytes: Span<UInt8>) -> [4 of UInt64] {
        var words: [4 of UInt64] = [0, 0, 0, 0]
        unsafe bytes.withUnsafeBufferPointer { input in
            var span = words.mutableSpan
            unsafe span.withUnsafeMutableBytes { output in
                _ = unsafe CLibCrypto.SHA256(
                    input.baseAddress,
                    input.count,
                    output.baseAddress?.assumingMemoryBound(to: UInt8.self)
                )
            }
        }
        return words
    }
}
