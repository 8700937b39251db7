/// A record's place, kept for one in many: where to begin reading, and what is still pending.
struct SegmentMark: Equatable, Sendable {
    var sequence: Int64
    var offset: Int
    var time: Timestamp
}
