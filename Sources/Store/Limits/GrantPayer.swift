/// Who pays for a call beside its key, as it was when the grant was given: whom that has bound.
package struct GrantPayer: Equatable, Sendable {
    package var keyAlias: String?
    package var userID: String?
    package var teamID: String?
    package var organizationID: String?

    package init() {}

    /// As an event of the key would be booked now.
    package init(_ chain: AccountChain) {
        let key = chain.key.row
        keyAlias = key.keyAlias
        userID = key.userID
        teamID = key.teamID
        organizationID = key.organizationID ?? chain.team?.row.organizationID
    }
}

extension SpendIdentity {
    /// Who pays for what a key's grant settles.
    init(_ token: TokenHash, _ payer: GrantPayer) {
        self.init(token: token.hex)
        keyAlias = payer.keyAlias
        userID = payer.userID
        teamID = payer.teamID
        organizationID = payer.organizationID
        isResolved = true
    }
}
