import Glibc

/// Random words from the kernel, several with one call.
enum KernelRandom {
    /// As many bytes as one call gives.
    static func words() -> [32 of UInt64] {
        var words = InlineArray<32, UInt64>(repeating: 0)
        var span = words.mutableSpan
        let count = span.count * MemoryLayout<UInt64>.stride
        let error = unsafe span.withUnsafeMutableBytes { unsafe getentropy($0.baseAddress, count) }
        precondition(error == 0, "the kernel gives random numbers")
        return words
    }
}
