package import Store

/// Comparisons whose time tells nothing about where two values differ.
package enum ConstantTime {
    /// Compares byte for byte to the end; only a difference in length ends early.
    package static func equals(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for position in 0..<left.count { difference |= left[position] ^ right[position] }
        return difference == 0
    }

    /// Compares two digests, which always have the same length.
    ///
    /// Comparing the digests of two secrets in place of the secrets hides their lengths too.
    package static func equals(_ left: TokenHash, _ right: TokenHash) -> Bool {
        left.equalsInConstantTime(right)
    }
}
