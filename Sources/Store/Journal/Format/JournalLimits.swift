/// Bounds of what the journal writes, and of what it believes of what it reads.
enum JournalLimits {
    /// Bytes of one record's payload; a request's frame has at most one mebibyte.
    static let payloadBytes = 2 * 1_024 * 1_024
    /// Bytes of one group, which is held in memory twice.
    static let groupBytes = 4 * 1_024 * 1_024
    /// The shortest segment that settings can ask for.
    static let leastSegmentBytes = 64 * 1_024
    /// Bytes, and milliseconds, after which a segment gets another mark.
    static let markBytes = 64 * 1_024
    static let markMilliseconds: Int64 = 1_000
    /// Bytes that are read at once for the flush.
    static let windowBytes = 1_024 * 1_024
}
