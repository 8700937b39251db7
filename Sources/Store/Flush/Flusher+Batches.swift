import Logging

extension Flusher {
    /// Books one batch.
    /// - Returns: whether there may be more to do at once.
    func flushOnce() async -> Bool {
        await inTurn { await attempt() }
    }

    private func attempt() async -> Bool {
        if state.withLock(\.flusher.isHalted) { return false }
        if state.withLock({ $0.flusher.mustLook || $0.flusher.mustLookAgain(now: clock.now()) }),
            await look() != .agreed
        {
            return false
        }
        do throws(PostgresError) {
            try await countIfDue()
            let begin = clock.now()
            guard let batch = try await nextBatch() else { return false }
            let outcome = try await connections.flush { connection throws(PostgresError) in
                try batch.run(on: connection)
            }
            return await take(outcome, begin)
        } catch {
            await failed(error)
            return false
        }
    }

    /// Counts the daemons that are at work on the database.
    private func countIfDue() async throws(PostgresError) {
        let due = state.withLock { state in
            state.flusher.mustCount(now: clock.now()) ? state.flusher.claim : nil
        }
        guard let claim = due else { return }
        let count = try await connections.flush { connection throws(PostgresError) in
            try claim.instances(on: connection)
        }
        state.withLock { $0.flusher.found(instances: count, now: clock.now()) }
    }

    private func nextBatch() async throws(PostgresError) -> FlushBatch? {
        let catalog = try await flushCatalog()
        return state.withLock { state in
            let flusher = state.flusher
            guard let claim = flusher.claim, flusher.obstacle == nil else { return nil }
            return FlushBatch(
                journal: journal,
                ledger: ledger,
                claim: claim,
                database: catalog,
                from: flusher.position,
                limit: min(flusher.batchLimit, state.settings.events),
                bytes: state.settings.bytes,
                terms: state.settings.terms,
                decisions: flusher.decisions,
                moves: flusher.moves
            )
        }
    }

    /// The tables and their indexes, looked at again when the keeper of the cache has.
    private func flushCatalog() async throws(PostgresError) -> FlushCatalog {
        guard let catalog = connections.catalog else {
            throw PostgresError(.connectionFailed, "the database has not been reached yet")
        }
        if let known = state.withLock(\.database), known.catalog == catalog { return known }
        let found = try await connections.flush { connection throws(PostgresError) in
            try FlushCatalog.read(on: connection, catalog)
        }
        state.withLock { $0.database = found }
        return found
    }

    private func take(_ outcome: FlushBatch.Outcome, _ begin: Moment) async -> Bool {
        let now = clock.now()
        switch outcome {
        case .nothing:
            state.withLock { $0.flusher.succeeded(now: now) }
            return false
        case .hole(let range):
            stop(.gap(range))
            return false
        case .booked(let plan, let result):
            let isFirst = state.withLock { $0.flusher.report.batches == 0 }
            journal.flushed(through: plan.last)
            FaultPoint.pass(.flushNoted)
            state.withLock { state in
                state.flusher.booked(
                    plan,
                    unmatched: result.unmatched.count,
                    took: now.elapsed(since: begin),
                    largest: state.settings.events,
                    now: now
                )
            }
            if isFirst, bothBook {
                logger.warning(
                    "the proxy books spend too: set general_settings.disable_spend_updates"
                )
            }
            return true
        case .checkpointElsewhere:
            // Once it is looked again at once; where that does not help, after a pause.
            guard state.withLock({ $0.flusher.foundElsewhere() }) else {
                note(FlushTransaction.checkpointMoved.message)
                return false
            }
            return true
        case .refused(let count):
            state.withLock { $0.flusher.refused(count) }
            return true
        case .refusedOne(let entry, let decision):
            return await setAside(entry, decision)
        case .unknown(let plan, let error):
            note(error.message, unknown: plan)
            return false
        }
    }

    /// The decision is on the disk before anything is booked past the record, so that a replay
    /// leaves out the same.
    private func setAside(_ entry: JournalEntry, _ decision: AsideDecision) async -> Bool {
        guard let record = AsideRecord(entry, decision, at: clock.now().wall),
            let token = record.event?.identity.token
        else {
            note("a record that books nothing is refused: \(decision.reason)")
            return false
        }
        do {
            _ = try await journal.append(.setAside(decision))
            try await OwnThread.run("set-aside") { [journal] () throws(StoreError) in
                do throws(JournalError) {
                    try journal.sync(through: .max)
                } catch {
                    throw StoreError(.unavailable, error.description)
                }
                try journal.aside.put(record)
            }
        } catch {
            note("a refused record cannot be set aside: \(error)")
            return false
        }
        logger.error(
            "record set aside",
            metadata: ["sequence": "\(entry.sequence)", "reason": "\(decision.reason)"]
        )
        state.withLock { $0.flusher.setAside(decision, of: token, now: clock.now()) }
        return true
    }

    private func failed(_ error: PostgresError) async {
        if FlushRefusal(error) == .catalogue {
            state.withLock { $0.database = nil }
            _ = try? await connections.rediscover()
        }
        note(error.message)
    }

    /// An attempt failed: says so once, and waits.
    func note(_ reason: String, unknown plan: FlushPlan? = nil, isLook: Bool = false) {
        let isNews = state.withLock { state in
            let isNews = state.flusher.report.lastError != reason
            state.flusher.failed(
                reason,
                unknown: plan,
                isLook: isLook,
                jitter: .random(in: 0...1),
                now: clock.now()
            )
            return isNews
        }
        if isNews { logger.warning("the flush waits", metadata: ["reason": "\(reason)"]) }
    }
}
