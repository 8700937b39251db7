/// What the journal can hold under one sequence number.
package enum JournalRecord: Equatable, Sendable {
    /// Money was spent. `retryOf` is the sequence of the record that was set aside before.
    case event(SpendEvent, retryOf: Int64?)
    /// The database refused a record, wholly or in part: a replay must pass it by likewise.
    case setAside(AsideDecision)
    /// A key got another hash: what was journaled under the old one is booked under the new one.
    case keyMoved(from: TokenHash, to: TokenHash)
}
