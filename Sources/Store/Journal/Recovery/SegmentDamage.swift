/// A stretch of a segment that is no record any more.
struct SegmentDamage: Equatable, Sendable {
    /// Where it is in the file.
    var place: Range<Int>
    /// The numbers that are lost with it; empty when none is.
    var sequences: Range<Int64>
    var bytes: [UInt8]
}
