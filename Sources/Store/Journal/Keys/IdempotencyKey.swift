/// By which a call is known again: digests of who called with which key, and of what it said.
package struct IdempotencyKey: Hashable, Sendable {
    /// Of the caller, the token and the key; two calls with one scope are meant to be one.
    package var scope: UInt128
    /// Of what the caller sent, without anything that we filled in.
    package var payload: UInt128

    package init(scope: UInt128, payload: UInt128) {
        self.scope = scope
        self.payload = payload
    }

    /// Takes the first half of the SHA-256 of each.
    package init(scope: Span<UInt8>, payload: Span<UInt8>) {
        self.init(scope: Self.digest(of: scope), payload: Self.digest(of: payload))
    }

    private static func digest(of bytes: Span<UInt8>) -> UInt128 {
        let words = SHA256.digest(of: bytes)
        return UInt128(words[1]) << 64 | UInt128(words[0])
    }
}
