import Logging

extension Flusher {
    /// What a look at the checkpoint came to.
    enum Look: Equatable {
        /// Journal and memory agree with it: batches can be booked.
        case agreed
        /// The journal, or an operator, has to do something first; that was said.
        case stopped
        /// The database did not say where it stands.
        case unknown(PostgresError)
    }

    /// Reads the checkpoint, claims it if this process has not, and has the journal and the memory
    /// agree with it.
    func look() async -> Look {
        guard let catalog = connections.catalog else {
            return unknown(
                PostgresError(.connectionFailed, "the database has not been reached yet")
            )
        }
        let status = journal.status
        let look = CheckpointLook(
            journalDirectory: journal.directory,
            instance: instance,
            lastGiven: max(status.last, status.flushed),
            holder: String(UInt64.random(in: .min ... .max), radix: 16),
            claim: state.withLock(\.flusher.claim)
        )
        do throws(PostgresError) {
            let (outcome, instances) = try await connections.flush {
                connection throws(PostgresError) in
                let outcome = try look.run(catalog, on: connection)
                guard case .stands(let claim, _) = outcome else { return (outcome, 0) }
                return (outcome, try claim.instances(on: connection))
            }
            state.withLock { $0.flusher.found(instances: instances, now: clock.now()) }
            return await take(outcome)
        } catch {
            return unknown(error)
        }
    }

    /// What does not pass by itself, such as a missing right, must not keep keys from being judged.
    private func unknown(_ error: PostgresError) -> Look {
        note(error.message, isLook: true)
        return error.isRetriable || error.isConnectionLost ? .unknown(error) : .stopped
    }

    private func take(_ outcome: CheckpointLook.Outcome) async -> Look {
        switch outcome {
        case .failed(let error):
            note(error.message, isLook: true)
            return .stopped
        case .stop(let obstacle):
            stop(obstacle)
            return .stopped
        case .stands(let claim, let sequence):
            do {
                if let obstacle = try await agree(on: sequence) {
                    stop(obstacle)
                    return .stopped
                }
            } catch {
                note("\(error)", isLook: true)
                return .stopped
            }
            state.withLock { $0.flusher.stands(at: sequence, now: clock.now()) }
            if let hole = journal.hole(after: sequence) {
                stop(.gap(hole))
                return .stopped
            }
            state.withLock { $0.flusher.claimed(claim) }
            return .agreed
        }
    }

    /// Only an operator can help: says so once.
    func stop(_ obstacle: FlushObstacle) {
        let isNews = state.withLock { state in
            defer { state.flusher.stop(obstacle, now: clock.now()) }
            return state.flusher.obstacle != obstacle
        }
        if isNews { logger.error("the flush stopped", metadata: ["reason": "\(obstacle)"]) }
    }

    /// The database has everything up to a number, and nothing that follows it.
    ///
    /// What may fail comes first and may be repeated; then memory changes, in one step.
    /// - Returns: why that cannot be gone on from.
    private func agree(on sequence: Int64) async throws -> FlushObstacle? {
        learn(from: sequence)
        let position = state.withLock(\.flusher.position)
        if sequence < position { return try await rewind(from: position, to: sequence) }
        let known = journal.known(at: sequence)
        let booked = try await charges(after: position, through: known)
        if sequence > position { try await raise(to: sequence) }
        try await journal.confirm()
        ledger.drop(booked)
        journal.flushed(through: sequence)
        return nil
    }

    /// Numbers go on above the checkpoint; if it is above the journal's end, that was lost.
    private func raise(to sequence: Int64) async throws {
        guard let lost = try await journal.raise(to: sequence) else { return }
        logger.error(
            "the journal had lost its end",
            metadata: ["first": "\(lost.lowerBound)", "last": "\(lost.upperBound)"]
        )
        state.withLock { $0.flusher.skipped(lost) }
    }

    /// A COMMIT that was not answered was one transaction: booked as a whole or not at all.
    private func learn(from sequence: Int64) {
        guard let unknown = state.withLock(\.flusher.unknown) else { return }
        let isBooked = sequence >= unknown.last
        ledger.endFlush(committed: isBooked ? unknown.settled : nil, spends: [:])
        state.withLock { $0.flusher.learned(isBooked: isBooked) }
    }

    /// The database has less than it had: what is missing counts again, and will be booked again.
    private func rewind(from position: Int64, to sequence: Int64) async throws -> FlushObstacle? {
        if let hole = journal.rewind(to: sequence) { return .gap(hole) }
        let missing = try await charges(after: sequence, through: position)
        try await journal.confirm()
        logger.error(
            "the database lacks events that it had: they are booked again",
            metadata: ["first": "\(sequence + 1)", "last": "\(position)"]
        )
        ledger.add(missing)
        return nil
    }
}

// MARK: - What counts in memory

extension Flusher {
    /// Counts what a start has found in the journal; to be called once, before `run`, and before
    /// anybody is judged.
    ///
    /// - Throws: `JournalError` or `StoreError` when the journal cannot be read.
    package func recover() async throws {
        let recovery = journal.recovery
        for entry in recovery.keyMoves {
            guard case .keyMoved(let from, let to) = entry.record else { continue }
            moved(KeyMove(from: from, to: to))
        }
        state.withLock { $0.flusher.restore(recovery.decisions) }
        let flushed = journal.status.flushed
        try await OwnThread.run("journal-aside") { [self] () throws(StoreError) in
            for sequence in recovery.retried { try journal.aside.retried(sequence) }
            try restoreAside(recovery)
            for record in journal.aside.list(limit: .max) where record.sequence <= flushed {
                guard record.parts == .everything, let event = record.event else { continue }
                ledger.add(SpendCharges([event]))
            }
        }
        ledger.add(
            try await charges(after: flushed, through: recovery.last, asideToo: true)
        )
    }

    /// A crash between a decision and its record leaves nothing to list and retry: here it comes.
    private func restoreAside(_ recovery: JournalRecovery) throws(StoreError) {
        for decision in recovery.decisions where !journal.aside.holds(decision.sequence) {
            let before = decision.sequence - 1
            let entry: JournalEntry?
            do throws(JournalError) {
                entry = try journal.entries(after: before, limit: 1, bytes: 1).first
            } catch {
                throw StoreError(.unavailable, error.description)
            }
            guard let entry, entry.sequence == decision.sequence,
                let record = AsideRecord(entry, decision, at: clock.now().wall)
            else { continue }
            try journal.aside.put(record)
            // It was recorded once more since.
            if recovery.retried.contains(entry.sequence) {
                try journal.aside.retried(entry.sequence)
            }
        }
    }

    /// A key has another hash now.
    package func moved(_ move: KeyMove) {
        _ = state.withLock { $0.flusher.moves.add(move) }
        ledger.moveKey(from: move.from, to: move.to)
    }

    /// What records charge together; those that were set aside as a whole count all the time, so
    /// they are passed by, and those that were recorded once more count under their new number.
    private func charges(
        after first: Int64,
        through last: Int64,
        asideToo: Bool = false
    ) async throws -> SpendCharges {
        guard first < last else { return SpendCharges() }
        let decisions = state.withLock(\.flusher.decisions)
        let retried = journal.recovery.retried
        return try await OwnThread.run("journal-count") { [journal] () throws(JournalError) in
            var charges = SpendCharges()
            var position = first
            while position < last {
                let entries = try journal.entries(after: position, limit: 1_000, bytes: 1 << 22)
                guard let reached = entries.last?.sequence else { break }
                position = reached
                for entry in entries where entry.sequence <= last {
                    let isAside = decisions[entry.sequence] == .everything
                    if isAside, !asideToo || retried.contains(entry.sequence) { continue }
                    charges.add(entry.record)
                }
            }
            return charges
        }
    }
}
