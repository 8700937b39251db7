/// What the journal can hold under one sequence number.
package enum JournalRecord: Equatable, Sendable {
    /// Money was spent; with `retry` it was recorded before, and the database had refused it.
    case event(SpendEvent, retry: SpendRetry?)
    /// The database refused a record, wholly or in part: a replay must pass it by likewise.
    case setAside(AsideDecision)
    /// A key got another hash: what was journaled under the old one is booked under the new one.
    case keyMoved(from: TokenHash, to: TokenHash)
}
