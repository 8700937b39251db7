/// Whether the journal takes records, and why not.
package enum JournalIntake: Equatable, Sendable {
    case open
    /// The last write failed, and left nothing behind; the next one is tried all the same.
    case refusing(String)
    /// As much is unflushed as the settings allow; a flush makes room.
    case full
    /// A sync failed; only a restart helps.
    case outcomeUnknown(String)
    case closed
}
