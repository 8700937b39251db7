import Store

/// A key that was let in, as far as the answer shows it: the chain of its rows stays behind.
struct AuthorizedKey: Sendable {
    let row: Cached<KeyRow>
    let team: Cached<TeamRow>?
    /// What the answer says of the key alone, where it stands ready.
    var answer = KeptAnswers.Finding.none

    /// No initializer, which would be handed a chain of its own: a copy.
    static func of(_ chain: AccountChain) -> AuthorizedKey {
        AuthorizedKey(row: chain.key, team: chain.team, answer: chain.answer)
    }

    /// Its own organization, or else its team's.
    var organizationID: String? { row.row.organizationID ?? team?.row.organizationID }
}
