/// A record of the journal with its place.
package struct JournalEntry: Equatable, Sendable {
    package var sequence: Int64
    package var record: JournalRecord
    /// The number under which it was taken before, and which turned out to be another record's: the
    /// one there is passed by.
    package var replaces: Int64?

    package init(sequence: Int64, record: JournalRecord, replaces: Int64? = nil) {
        self.sequence = sequence
        self.record = record
        self.replaces = replaces
    }
}
