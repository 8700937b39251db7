/// How the journal keeps what it is given.
package struct JournalSettings: Equatable, Sendable {
    package var durability = JournalDurability.fsync
    /// Bytes of unflushed records above which nothing more is taken.
    package var maximumBytes = 8 * 1_024 * 1_024 * 1_024
    /// How long flushed segments are kept, so that a database that lost commits gets them again.
    package var retention = Duration.seconds(24 * 3_600)
    /// How long a key is known again.
    package var idempotencyWindow = Duration.seconds(3_600)
    /// Bytes at which a segment is sealed and the next one begun.
    package var segmentBytes = 64 * 1_024 * 1_024

    package init() {}

    /// A segment is what can be trimmed at once, so a small journal has small ones.
    var effectiveSegmentBytes: Int {
        max(JournalLimits.leastSegmentBytes, min(segmentBytes, maximumBytes / 8))
    }
}
