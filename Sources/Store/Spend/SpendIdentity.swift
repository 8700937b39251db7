/// Who pays for a request: the key, and everybody whom the key belongs to.
package struct SpendIdentity: Hashable, Sendable {
    /// The column `api_key`: the key's hash in hex, or the name that the proxy records for the
    /// master key.
    package var token: String
    package var keyAlias: String?
    package var userID: String?
    package var teamID: String?
    package var organizationID: String?
    /// Whether the key's row was known; if not, the flush looks for it once more, and books under
    /// the token alone where it is not found.
    package var isResolved = false

    package init(token: String) {
        self.token = token
    }

    /// The hash, where the token is one: every key but the master key.
    package var tokenHash: TokenHash? { TokenHash(hex: token) }
}
