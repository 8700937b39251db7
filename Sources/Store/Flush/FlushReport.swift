/// How the flush fares.
package struct FlushReport: Equatable, Sendable {
    /// When a batch was booked last.
    package var lastFlush: Timestamp?
    /// How long that took.
    package var lastDuration: Duration?
    /// Events and batches that were booked since the start.
    package var events: Int64 = 0
    package var batches: Int64 = 0
    /// Attempts that failed since the last success.
    package var failures = 0
    /// What the last attempt failed with, if it did.
    package var lastError: String?
    /// Why it waits for an operator, if it does.
    package var obstacle: FlushObstacle?
    /// Rows to be raised that were not there since the start: deleted keys, teams, users.
    package var unmatchedRows: Int64 = 0
    /// Times that the database had less than it was known to, so that events were booked again.
    package var rewinds: Int64 = 0
    /// Daemons that are at work on this database, this one among them.
    package var instances = 1
    /// Numbers that the database knew and the journal did not: its end was lost.
    package var skipped: ClosedRange<Int64>?

    package init() {}
}
