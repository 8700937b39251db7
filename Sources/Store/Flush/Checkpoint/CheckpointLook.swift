/// Reads or claims the checkpoint: blocking work for a connection's thread.
struct CheckpointLook: Sendable {
    let journalDirectory: String
    let instance: String
    /// The last number that the journal ever gave.
    let lastGiven: Int64
    let holder: String
    /// The claim that this process has, if it has one.
    let claim: CheckpointClaim?

    enum Outcome: Equatable, Sendable {
        case stands(CheckpointClaim, at: Int64)
        case stop(FlushObstacle)
        /// The journal's directory does not do what it must.
        case failed(StoreError)
    }

    /// - Throws: what the database says; it is safe to look again.
    func run(
        _ catalog: Catalog,
        on connection: PostgresConnection
    ) throws(PostgresError) -> Outcome {
        let presence = try SidecarPresence.read(on: connection, catalog)
        guard presence.hasFlushTables, let attachment = presence.attachment else {
            return .stop(.notAttached)
        }
        if (presence.layout ?? 0) > SidecarSchema.layout { return .stop(.newerLayout) }
        if let claim, claim.databaseID == attachment.databaseID,
            let sequence = try claim.stamp(on: connection)
        {
            return .stands(claim, at: sequence)
        }
        let found = try CheckpointRow.read(
            on: connection,
            databaseID: attachment.databaseID,
            instance: instance
        )
        do throws(StoreError) {
            return try begin(attachment.databaseID, found, on: connection).get()
        } catch {
            return .failed(error)
        }
    }

    private func begin(
        _ databaseID: String,
        _ found: CheckpointRow?,
        on connection: PostgresConnection
    ) throws(StoreError) -> Result<Outcome, StoreError> {
        let step = CheckpointRules.begin(
            binding: try JournalBinding.read(in: journalDirectory),
            found: found,
            databaseID: databaseID,
            lastGiven: lastGiven,
            holder: holder
        )
        switch step {
        case .stop(let obstacle): return .success(.stop(obstacle))
        case .create(let binding, let sequence):
            return try claim(binding, databaseID, at: sequence) { claim throws(PostgresError) in
                try claim.create(at: sequence, on: connection)
            }
        case .take(let binding, let found, let sequence):
            let position = sequence ?? found.sequence
            return try claim(binding, databaseID, at: position) { claim throws(PostgresError) in
                try claim.take(over: found, sequence: sequence, on: connection)
            }
        }
    }

    /// The claim is on the disk before the database hears of it, and confirmed after that.
    private func claim(
        _ binding: JournalBinding,
        _ databaseID: String,
        at sequence: Int64,
        _ make: (CheckpointClaim) throws(PostgresError) -> Bool
    ) throws(StoreError) -> Result<Outcome, StoreError> {
        var binding = binding
        binding.attempt()
        try binding.write(in: journalDirectory)
        FaultPoint.pass(.claimBound)
        let claim = CheckpointClaim(binding, databaseID: databaseID, instance: instance)
        do throws(PostgresError) {
            guard try make(claim) else {
                let message = "the checkpoint was moved by somebody else just now"
                return .failure(StoreError(.unavailable, message))
            }
        } catch {
            throw StoreError(error)
        }
        FaultPoint.pass(.claimMade)
        binding.confirm()
        try binding.write(in: journalDirectory)
        return .success(.stands(claim, at: sequence))
    }
}
