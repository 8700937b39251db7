/// One attempt to book the next events: blocking work for a connection's thread.
struct FlushBatch: Sendable {
    let journal: Journal
    let ledger: any SpendLedger
    let claim: CheckpointClaim
    let database: FlushCatalog
    let from: Int64
    /// The last event that may be booked: what follows it is missing.
    let through: Int64
    let limit: Int
    let bytes: Int
    let terms: FlushTerms
    let decisions: [Int64: AsideDecision.Parts]
    let moves: KeyMoves

    enum Outcome: Sendable {
        /// There is nothing to book.
        case nothing
        case booked(FlushPlan, FlushTransaction.Result)
        /// The checkpoint stands elsewhere; nothing was booked.
        case checkpointElsewhere
        /// The database refuses something in so many events.
        case refused(Int)
        /// The database refuses this one, or its log row alone.
        case refusedOne(JournalEntry, AsideDecision)
        /// COMMIT was not answered.
        case unknown(FlushPlan, PostgresError)
    }

    /// - Throws: what passes by waiting; then nothing was booked.
    func run(on connection: PostgresConnection) throws(PostgresError) -> Outcome {
        let entries: [JournalEntry]
        do throws(JournalError) {
            try journal.sync(through: .max)
            entries = try journal.entries(after: from, limit: limit, bytes: bytes)
                .filter { $0.sequence <= through }
        } catch {
            throw PostgresError(.misuse, error.description)
        }
        guard !entries.isEmpty else { return .nothing }
        let plan = try plan(entries, decisions, on: connection)
        ledger.beginFlush(plan.entities)
        do {
            let result = try transaction(plan).run(on: connection)
            ledger.endFlush(committed: plan.settled, spends: result.spends)
            return .booked(plan, result)
        } catch {
            // What is not known to have ended goes on being a flush, for the reads of its rows.
            if error.isCommitUnknown { return .unknown(plan, error) }
            ledger.endFlush(committed: nil, spends: [:])
            if error == FlushTransaction.checkpointMoved { return .checkpointElsewhere }
            guard FlushRefusal(error) == .data else { throw error }
            guard entries.count == 1 else { return .refused(entries.count) }
            return try judge(entries[0], error, on: connection)
        }
    }

    /// Finds out whether it is the log row alone that is refused.
    private func judge(
        _ entry: JournalEntry,
        _ error: PostgresError,
        on connection: PostgresConnection
    ) throws(PostgresError) -> Outcome {
        var parts = AsideDecision.Parts.logRow
        do {
            var trial = transaction(try plan([entry], [entry.sequence: .logRow], on: connection))
            trial.isTrial = true
            _ = try trial.run(on: connection)
        } catch {
            guard FlushRefusal(error) == .data else { throw error }
            parts = .everything
        }
        let decision = AsideDecision(
            sequence: entry.sequence,
            parts: parts,
            reason: error.message,
            sqlState: error.sqlState?.code
        )
        return .refusedOne(entry, decision)
    }

    private func plan(
        _ entries: [JournalEntry],
        _ decisions: [Int64: AsideDecision.Parts],
        on connection: PostgresConnection
    ) throws(PostgresError) -> FlushPlan {
        let identities = try IdentityLookup.identities(
            of: FlushPlan.unresolved(entries),
            database.catalog,
            on: connection
        )
        return FlushPlan(
            entries,
            instance: claim.instance,
            terms: terms.fitting(database.catalog),
            decisions: decisions,
            identities: identities,
            moves: moves.adding(entries)
        )
    }

    private func transaction(_ plan: FlushPlan) -> FlushTransaction {
        FlushTransaction(plan: plan, claim: claim, from: from, database: database)
    }
}

extension FlushTerms {
    /// Where there is no table of error logs, failures go to the spend logs.
    fileprivate func fitting(_ catalog: Catalog) -> FlushTerms {
        var terms = self
        if !catalog.has(.errorLogs, "request_id") { terms.usesErrorTable = false }
        return terms
    }
}

extension KeyMoves {
    /// With the moves that are among these records.
    func adding(_ entries: [JournalEntry]) -> KeyMoves {
        var moves = self
        for entry in entries {
            guard case .keyMoved(let from, let to) = entry.record else { continue }
            moves.add(KeyMove(from: from, to: to))
        }
        return moves
    }
}
