/// A record of the journal with its place.
package struct JournalEntry: Equatable, Sendable {
    package var sequence: Int64
    package var record: JournalRecord

    package init(sequence: Int64, record: JournalRecord) {
        self.sequence = sequence
        self.record = record
    }
}
