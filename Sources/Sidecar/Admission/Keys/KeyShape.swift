/// What a credential must look like before anything is looked up for it.
///
/// The master key is compared first, as in the proxy: it need not have this shape.
package enum KeyShape {
    /// What is wrong with a credential.
    package enum Fault: Equatable, Sendable {
        case empty
        /// It does not begin with `sk-`: a token (the hash) is no credential either.
        case foreignPrefix
        case tooLong
    }

    /// The first fault of a credential, or nil if it may be a key.
    package static func fault(of key: Span<UInt8>) -> Fault? {
        if key.isEmpty { return .empty }
        if key.count > AdmissionLimits.keyBytes { return .tooLong }
        guard key.count > prefix.count else { return .foreignPrefix }
        for position in 0..<prefix.count where key[position] != prefix[position] {
            return .foreignPrefix
        }
        return nil
    }

    private static let prefix: [3 of UInt8] = [
        UInt8(ascii: "s"), UInt8(ascii: "k"), UInt8(ascii: "-"),
    ]
}

extension KeyShape.Fault {
    /// The fault as a sentence that repeats nothing of the credential.
    package var sentence: String {
        switch self {
        case .empty: "The key is empty. Send the whole key, beginning with sk-."
        case .foreignPrefix:
            "A key begins with sk-. Send the key itself, neither its hash nor its alias."
        case .tooLong: "A key has at most \(AdmissionLimits.keyBytes) bytes. Send the key alone."
        }
    }
}
