/// What a start goes on with.
struct RecoveredJournal: Sendable {
    /// Oldest first.
    var sealed: [SegmentInfo] = []
    var active: Active?
    var keys: KeyIndex
    /// Stretches of damage that were found.
    var damaged = 0
    var report = JournalRecovery()

    /// The segment that is written on.
    struct Active: Sendable {
        var info: SegmentInfo
        var file: OpenFile
        var notes: [Int]
        var isWhole: Bool
    }
}
