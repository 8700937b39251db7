/// What the flush has read: some records, how far it has come with them, and what is in its way.
package struct JournalStretch: Equatable, Sendable {
    /// By their numbers, which need not follow one another: damaged records were set aside.
    package var entries: [JournalEntry]
    /// Everything up to here was read or set aside, or is taken anew under another number.
    package var through: Int64
    /// The numbers right after that, if they were given and are not here.
    package var hole: ClosedRange<Int64>?
}
