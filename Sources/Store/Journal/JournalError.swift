/// Why the journal did not do what it was asked for.
package enum JournalError: Error, Equatable, Sendable {
    /// As much is unflushed as the settings allow. Nothing was taken.
    case full
    /// The record could not be written, for a reason that may pass. Nothing was taken.
    case refused(String)
    /// It may be on the disk or not: a sync failed, so that nothing is taken until the next start,
    /// which will see; or whether it was there before cannot be read now. The same call with the
    /// same key is safe.
    case outcomeUnknown(String)
    /// The journal was closed. Nothing was taken.
    case closed
    /// The key was used for this record, which says something else. Nothing was taken.
    case conflict(Int64)
    /// Records that should be there cannot be read.
    case unreadable(String)
}

extension JournalError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .full: "the journal holds as much unflushed data as journal.max_bytes allows"
        case .refused(let reason): "the journal cannot be written: \(reason)"
        case .outcomeUnknown(let reason):
            "it is not known whether the record was kept: \(reason)"
        case .closed: "the journal is closed"
        case .conflict(let sequence):
            "the idempotency key was used with another payload (sequence \(sequence))"
        case .unreadable(let reason): "the journal cannot be read: \(reason)"
        }
    }
}
