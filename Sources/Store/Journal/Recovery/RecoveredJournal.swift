/// What a start goes on with.
struct RecoveredJournal: Sendable {
    /// Oldest first.
    var sealed: [SegmentInfo] = []
    var active: Active?
    var keys: KeyIndex
    /// Stretches of damage that were found.
    var damaged = 0
    /// Where an earlier start began to give numbers that no database has confirmed.
    var mark: Int64?
    var report = JournalRecovery()

    /// The segment that is written on.
    struct Active: Sendable {
        var info: SegmentInfo
        var file: any JournalFile
        var notes: [Int]
        var isWhole: Bool
    }
}
