/// What was found when the journal was opened.
package struct JournalRecovery: Equatable, Sendable {
    package var segments = 0
    /// Records in the segments, as far as they were read or their index tells.
    package var records = 0
    /// Bytes of an unfinished write that were cut off at the end.
    package var cutBytes = 0
    /// Numbers whose records were damaged; what is left of them was set aside.
    package var damaged: [ClosedRange<Int64>] = []
    /// Numbers whose segment is gone.
    package var missing: [ClosedRange<Int64>] = []
    /// Files that are no segments of this journal any more; all but the last are moved aside whole.
    package var unusable: [String] = []
    /// The last number that was given; the next record gets a higher one.
    package var last: Int64 = 0
    /// The last number that was given as far as anything tells, also where the journal's end is
    /// unusable: segment 51 has lost its header, its last record is 70: this is 70.
    package var given: Int64 = 0
    /// The last number that can have been given there: its bytes have room for records up to 400.
    package var bound: Int64 = 0
    /// What was flushed when that was last noted; more may have been.
    package var flushed: Int64 = 0
    /// Keys that got another hash, in their order.
    package var keyMoves: [JournalEntry] = []
    /// What a replay has to leave out.
    package var decisions: [AsideDecision] = []
    /// Records that were set aside and recorded once more.
    package var retried: Set<Int64> = []
    /// Numbers whose records were taken anew under others: the flush passes them by.
    package var replaced: Set<Int64> = []

    /// Takes in a record that is more than a plain event.
    mutating func note(_ entry: JournalEntry) {
        if let number = entry.replaces { replaced.insert(number) }
        switch entry.record {
        case .event(_, let retry):
            if let retry { retried.insert(retry.sequence) }
        case .setAside(let decision): decisions.append(decision)
        case .keyMoved: keyMoves.append(entry)
        }
    }
}
