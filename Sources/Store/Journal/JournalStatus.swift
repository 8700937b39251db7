/// Where the journal stands.
package struct JournalStatus: Equatable, Sendable {
    /// The oldest number that is kept; one above `last` when nothing is.
    package var first: Int64
    /// The last number that was acknowledged.
    package var last: Int64
    /// The last number that is on the disk.
    package var durable: Int64
    /// The last number that the database has.
    package var flushed: Int64
    /// How many records wait for the flush.
    package var pendingEvents: Int64
    package var pendingBytes: Int
    /// When the oldest of them was written, to the second.
    package var oldestPending: Timestamp?
    /// Appends that shared one write, and one sync: how many such groups since the start.
    package var groups: Int64
    /// What all segments take on the disk.
    package var totalBytes: Int
    /// When the oldest kept record was written: as far back as a replay can go.
    package var replayHorizon: Timestamp?
    package var intake: JournalIntake
    /// Stretches of damage that were set aside since the start, at it or later.
    package var damaged: Int
}
