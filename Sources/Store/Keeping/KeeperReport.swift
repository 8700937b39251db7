/// The state of the cache's upkeep at one moment.
package struct KeeperReport: Equatable, Sendable {
    /// Why notices are not used, or why the database cannot be asked; nil while all is well.
    package var problem: String?
    /// Whether triggers are in place.
    package var isAttached = false
    package var noticeCount = 0
    /// Notices that meant nothing to us.
    package var junkCount = 0
    /// The last probe's way through the database and back.
    package var probeRoundTrip: Duration?
    /// Sessions with the database begun so far; the first one is no reconnect.
    package var sessionCount = 0
    /// The last full read.
    package var lastLoad: LoadReport?
    package var loadCount = 0
    package var sweepCount = 0
    /// Rows that sweeps found to be wrong in memory, in total.
    package var driftCount = 0
    /// Single rows that were asked for and could not be read, in total.
    package var failedReadCount = 0

    package init() {}

    mutating func count(_ batch: NoticeBatch) {
        noticeCount += batch.rows.count + batch.wholeTables.count
        junkCount += batch.junk
    }
}
