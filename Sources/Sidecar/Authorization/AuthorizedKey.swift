import Store

/// A key that was let in, as far as the answer shows it: the chain of its rows stays behind.
package struct AuthorizedKey: Sendable {
    let row: Cached<KeyRow>
    /// Its own organization, or else its team's.
    let organizationID: String?
    /// Whether every row that decided is current.
    let isFresh: Bool

    init(_ chain: AccountChain) {
        row = chain.key
        organizationID = chain.key.row.organizationID ?? chain.team?.row.organizationID
        isFresh = chain.isFresh
    }
}
