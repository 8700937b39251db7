/// A named step at which a test may end the process.
package enum FaultStep: String, CaseIterable, Sendable {
    /// A group of records is with the kernel.
    case journalAppended
    /// It is about to be brought to the disk.
    case journalBeforeSync
    /// It is on the disk, and nobody was told.
    case journalSynced
    /// A segment is about to be removed.
    case journalBeforeTrim
    /// It was removed.
    case journalTrimmed
    /// A claim is on the disk, and the database has not heard of it.
    case claimBound
    /// The database has the claim, and the disk does not say so.
    case claimMade
    /// A batch is read.
    case flushBeforeBegin
    /// The checkpoint is moved in the open transaction.
    case flushCheckpoint
    /// The log rows are in it.
    case flushLogs
    /// The daily sums are in it.
    case flushDaily
    /// Users and end users are in it.
    case flushUsers
    /// Keys are in it.
    case flushKeys
    /// Teams and their members are in it.
    case flushTeams
    /// All is in it.
    case flushBeforeCommit
    /// It is committed, and nobody here knows.
    case flushCommitted
    /// The journal knows that it is.
    case flushNoted
}
