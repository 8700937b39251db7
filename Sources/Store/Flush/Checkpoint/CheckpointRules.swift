/// What a start does about the checkpoint that it finds, or does not find.
enum CheckpointRules {
    enum Step: Equatable {
        /// The database gets a row, once the binding is on the disk.
        case create(JournalBinding, sequence: Int64)
        /// The row that was found gets our claim, once the binding is on the disk; `sequence` only
        /// where an operator has named it.
        case take(JournalBinding, over: CheckpointRow, sequence: Int64?)
        case stop(FlushObstacle)
    }

    /// Decides.
    ///
    /// - Parameters:
    ///   - binding: What the journal remembers.
    ///   - found: The row of this instance in the database.
    ///   - databaseID: The database that was found.
    ///   - lastGiven: The last number that the journal ever gave.
    ///   - holder: A fresh name for this claim.
    /// - Returns: What to do.
    static func begin(
        binding: JournalBinding?,
        found: CheckpointRow?,
        databaseID: String,
        lastGiven: Int64,
        holder: String
    ) -> Step {
        var claim = binding ?? JournalBinding()
        claim.databaseID = databaseID
        claim.holder = holder
        claim.epoch = max(claim.epoch, found?.epoch ?? 0) + 1
        claim.isConfirmed =
            found != nil || (binding?.databaseID == databaseID && binding?.isConfirmed == true)
        if let from = binding?.resumeFrom {
            if let found { return .take(claim, over: found, sequence: from) }
            return .create(claim, sequence: from)
        }
        // A journal that never held anything is bound to nothing.
        let isBound = binding?.databaseID != nil && lastGiven > 0
        if isBound, binding?.databaseID != databaseID { return .stop(.otherDatabase) }
        guard let found else {
            if isBound, binding?.isConfirmed == true { return .stop(.checkpointMissing) }
            return .create(claim, sequence: 0)
        }
        return mayTake(found, binding, databaseID)
            ? .take(claim, over: found, sequence: nil) : .stop(.takenOver)
    }

    /// Whether a row is one that this journal has left, now or before.
    ///
    /// An older epoch is the database of before a restore, or a claim that never arrived.
    private static func mayTake(
        _ found: CheckpointRow,
        _ binding: JournalBinding?,
        _ databaseID: String
    ) -> Bool {
        guard let binding, binding.databaseID == databaseID else { return false }
        if found.epoch == binding.epoch { return found.holder == binding.holder }
        return found.epoch < binding.epoch
    }
}
