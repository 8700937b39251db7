/// A rotated key that still works until its grace ends: a row of `DeprecatedVerificationToken`.
package struct DeprecatedKeyRow: CachedRow {
    package var id: TokenHash { token }

    /// The old token.
    package var token: TokenHash
    package var activeToken: TokenHash
    package var revokeAt: Timestamp?

    package init(token: TokenHash, activeToken: TokenHash, revokeAt: Timestamp?) {
        self.token = token
        self.activeToken = activeToken
        self.revokeAt = revokeAt
    }
}
