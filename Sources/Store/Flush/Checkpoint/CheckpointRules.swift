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
        let step = step(binding, found, claim, lastGiven)
        guard let from = binding?.resumeFrom else { return step }
        guard let found else { return .create(claim, sequence: from) }
        switch step {
        case .stop: return .take(claim, over: found, sequence: from)
        case .create, .take:
            // Nothing stands in the way: what the database has would be booked twice.
            if from < found.sequence { return .stop(.resumedTooEarly(from, found.sequence)) }
            return .take(claim, over: found, sequence: from)
        }
    }

    /// What is to be done without an operator's word.
    private static func step(
        _ binding: JournalBinding?,
        _ found: CheckpointRow?,
        _ claim: JournalBinding,
        _ lastGiven: Int64
    ) -> Step {
        // A journal that never held anything is bound to nothing.
        let isBound = binding?.databaseID != nil && lastGiven > 0
        if isBound, binding?.databaseID != claim.databaseID { return .stop(.otherDatabase) }
        guard let found else {
            if isBound, binding?.isConfirmed == true { return .stop(.checkpointMissing) }
            return .create(claim, sequence: 0)
        }
        return mayTake(found, binding, claim.databaseID)
            ? .take(claim, over: found, sequence: nil) : .stop(.takenOver)
    }

    /// Whether a row is one that this journal has left, now or before.
    ///
    /// An epoch that the database had from us before is that of a restore. A newer one is ours only
    /// if we tried just that claim: a copy of this directory counts on from the same number.
    private static func mayTake(
        _ found: CheckpointRow,
        _ binding: JournalBinding?,
        _ databaseID: String?
    ) -> Bool {
        guard let binding, binding.databaseID == databaseID else { return false }
        if found.epoch <= binding.confirmedEpoch {
            return found.epoch < binding.epoch || found.holder == binding.holder
        }
        return binding.attempts[found.epoch] == found.holder
    }
}
