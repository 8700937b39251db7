import CLibCrypto

/// SHA-256 by libcrypto's own context on the stack: nothing is allocated or looked up.
enum SHA256 {
    /// The digest as four words, the first digest byte in the lowest byte of the first word.
    static func digest(of bytes: Span<UInt8>) -> [4 of UInt64] {
        var words: [4 of UInt64] = [0, 0, 0, 0]
        var context = SHA256_CTX()
        unsafe SHA256_Init(&context)
        _ = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe SHA256_Update(&context, input.baseAddress, input.count)
        }
        var span = words.mutableSpan
        unsafe span.withUnsafeMutableBytes { output in
            _ = unsafe SHA256_Final(
                output.baseAddress?.assumingMemoryBound(to: UInt8.self),
                &context
            )
        }
        return words
    }
}
