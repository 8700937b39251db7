/// What the file beside a sealed segment is to hold, for as long as it is not there.
struct UnfiledKeys: Sendable {
    var info: SegmentInfo
    /// Whether every record was whole.
    var isWhole: Bool
    /// Places of the records that a start must see.
    var notes: [Int]
    var keys: [UInt128: KeyEntry]
    /// Whether a thread is at it.
    var isBeingFiled = true

    /// The file; its keys are sorted now, which takes a while.
    var index: SegmentIndex {
        SegmentIndex(info: info, isWhole: isWhole, notes: notes, keys: keys)
    }
}
