/// All that the journal's lock guards.
struct JournalContents: Sendable {
    var state: JournalState
    var keys: KeyIndex
    /// The active segment's file, for those who sync it from other threads.
    var file: OpenFile?
    /// Stretches of damage that were found.
    var damaged: Int
    /// Threads that write files of keys.
    var filing = 0
    var hasEnded = false
    private var waiters: [PendingAppend.ID: [AppendWaiter]] = [:]
    /// Run when a record that may have been a repeat turns out to be new.
    private var acceptances: [PendingAppend.ID: @Sendable () -> Void] = [:]
    private var whenRaised: [CheckedContinuation<Void, Never>] = []
    private var whenEnded: [CheckedContinuation<Void, Never>] = []

    /// An answer, and who gets it.
    struct Answer: Sendable {
        var waiter: AppendWaiter
        var result: Result<JournalReceipt, JournalError>

        /// Outside the lock: who waited may call again at once.
        func give() { waiter.continuation.resume(returning: result) }
    }

    init(_ settings: JournalSettings, _ found: RecoveredJournal) {
        state = JournalState(settings, found)
        keys = found.keys
        file = found.active?.file
        damaged = found.damaged
    }

    enum Outcome {
        case answer(Answer)
        case wait(wakesWriter: Bool)
    }

    /// Somebody brings a record.
    mutating func append(
        _ record: EncodedRecord,
        now: Timestamp,
        _ continuation: CheckedContinuation<Result<JournalReceipt, JournalError>, Never>,
        accepted: @escaping @Sendable () -> Void
    ) -> Outcome {
        var waiter = AppendWaiter(
            isFirst: true,
            payload: record.key?.payload,
            continuation: continuation
        )
        var mustAsk = false
        if let key = record.key {
            switch keys.find(key.scope, now: now) {
            case .absent: break
            case .used(let entry): return .answer(answer(waiter, entry))
            case .ask: mustAsk = true
            }
        }
        switch state.append(record, mustAsk: mustAsk) {
        case .enqueue(let id, let wakesWriter):
            waiters[id] = [waiter]
            if mustAsk { acceptances[id] = accepted } else { accepted() }
            return .wait(wakesWriter: wakesWriter)
        case .join(let id):
            waiter.isFirst = false
            waiters[id, default: []].append(waiter)
            return .wait(wakesWriter: false)
        case .refuse(let error):
            return .answer(Answer(waiter: waiter, result: .failure(error)))
        }
    }

    /// The files of keys were asked, and do not have it.
    mutating func accept(_ append: PendingAppend) {
        acceptances.removeValue(forKey: append.id)?()
    }

    /// The files of keys have it.
    mutating func repeated(_ append: PendingAppend, _ entry: KeyEntry) -> [Answer] {
        state.settle(append)
        acceptances[append.id] = nil
        return take(append.id).map { answer($0, entry) }
    }

    /// A group was written: everybody gets a receipt.
    mutating func written(
        _ group: [PendingAppend],
        from first: Int64,
        now: Timestamp,
        isDurable: Bool
    ) -> [Answer] {
        state.written(group, from: first, now: now)
        if isDurable, let active = state.active {
            state.synced(active.first, bytes: active.bytes, through: state.last)
        }
        return group.enumerated().flatMap { index, append in
            let sequence = first + Int64(index)
            if let key = append.record.key {
                keys.insert(KeyEntry(key, sequence: sequence, time: now))
            }
            return take(append.id).map { waiter in
                answer(waiter, sequence, append.record.key, isRepeat: !waiter.isFirst)
            }
        }
    }

    /// Appends were not written, or nobody knows.
    mutating func failed(_ group: [PendingAppend], _ error: JournalError) -> [Answer] {
        group.flatMap { append in
            state.settle(append)
            acceptances[append.id] = nil
            return take(append.id).map { Answer(waiter: $0, result: .failure(error)) }
        }
    }

    /// Numbers are to go on above one; who asked is told when they do.
    ///
    /// - Returns: Whether the writer must be woken.
    mutating func raise(
        to sequence: Int64,
        _ continuation: CheckedContinuation<Void, Never>
    ) -> Bool {
        whenRaised.append(continuation)
        return state.raise(to: sequence)
    }

    /// Those who wait for higher numbers.
    mutating func takeRaised() -> [CheckedContinuation<Void, Never>] {
        defer { whenRaised = [] }
        return whenRaised
    }

    /// Who waits for the end; called at once when nothing runs any more.
    mutating func awaitEnd(_ continuation: CheckedContinuation<Void, Never>) {
        whenEnded.append(continuation)
    }

    /// Those who waited for the end, once it is there.
    mutating func takeEnded() -> [CheckedContinuation<Void, Never>] {
        guard hasEnded, filing == 0 else { return [] }
        defer { whenEnded = [] }
        return whenEnded
    }

    private mutating func take(_ id: PendingAppend.ID) -> [AppendWaiter] {
        waiters.removeValue(forKey: id) ?? []
    }

    private func answer(_ waiter: AppendWaiter, _ entry: KeyEntry) -> Answer {
        answer(waiter, entry.sequence, entry.key, isRepeat: true)
    }

    private func answer(
        _ waiter: AppendWaiter,
        _ sequence: Int64,
        _ key: IdempotencyKey?,
        isRepeat: Bool
    ) -> Answer {
        guard waiter.payload == key?.payload else {
            return Answer(waiter: waiter, result: .failure(.conflict(sequence)))
        }
        let receipt = JournalReceipt(
            sequence: sequence,
            isDurable: sequence <= state.durable,
            isRepeat: isRepeat
        )
        return Answer(waiter: waiter, result: .success(receipt))
    }
}
