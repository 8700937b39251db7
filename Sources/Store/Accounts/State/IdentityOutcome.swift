/// What the cache says to the question who pays for a key's requests.
package enum IdentityOutcome: Equatable, Sendable {
    /// As much as can be known now.
    case known(SpendIdentity)
    /// These rows are being read; `wakesReader` if that has only just been asked for.
    case unread([RowReference], wakesReader: Bool)
}
