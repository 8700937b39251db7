/// All that the journal's lock guards.
struct JournalContents: Sendable {
    var state: JournalState
    var keys: KeyIndex
    /// The active segment's file, for those who sync it from other threads.
    var file: (any JournalFile)?
    /// Stretches of damage that were found.
    var damaged: Int
    /// Threads that write files of keys.
    var filing = 0
    var hasEnded = false
    /// Those who brought a record.
    private var waiters: [PendingAppend.ID: AppendWaiter] = [:]
    /// Those who came with the same key while it was under way.
    private var joined: [PendingAppend.ID: [AppendWaiter]] = [:]
    /// Run when a record that may have been a repeat turns out to be new.
    private var acceptances: [PendingAppend.ID: @Sendable () -> Void] = [:]
    private var whenNumbered: [CheckedContinuation<JournalError?, Never>] = []
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
            case .used(let entry):
                return .answer(
                    Answer(waiter: waiter, result: waiter.repeated(entry, state.durable))
                )
            case .ask: mustAsk = true
            }
        }
        switch state.append(record, mustAsk: mustAsk) {
        case .enqueue(let id, let wakesWriter):
            waiters[id] = waiter
            if mustAsk { acceptances[id] = accepted } else { accepted() }
            return .wait(wakesWriter: wakesWriter)
        case .join(let id):
            waiter.isFirst = false
            joined[id, default: []].append(waiter)
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
        let durable = state.durable
        state.settle(append)
        acceptances[append.id] = nil
        var answers: [Answer] = []
        end(append.id, &answers) { $0.repeated(entry, durable) }
        return answers
    }

    /// A group was written: everybody gets a receipt, unless another thread's sync has failed.
    mutating func written(
        _ group: [PendingAppend],
        from first: Int64,
        now: Timestamp,
        isDurable: Bool
    ) -> [Answer] {
        if let reason = state.poison { return failed(group, .outcomeUnknown(reason)) }
        state.written(group, from: first, now: now)
        if isDurable, let active = state.active {
            state.synced(active.first, bytes: active.bytes, through: state.last)
        }
        let durable = state.durable
        var answers: [Answer] = []
        answers.reserveCapacity(group.count)
        for (index, append) in group.enumerated() {
            let sequence = first + Int64(index)
            let key = append.record.key
            if let key { keys.insert(KeyEntry(key, sequence: sequence, time: now)) }
            end(append.id, &answers) { $0.result(sequence, key, durable, isRepeat: !$0.isFirst) }
        }
        return answers
    }

    /// Appends were not written, or nobody knows.
    mutating func failed(_ group: [PendingAppend], _ error: JournalError) -> [Answer] {
        var answers: [Answer] = []
        for append in group {
            state.settle(append)
            acceptances[append.id] = nil
            end(append.id, &answers) { _ in .failure(error) }
        }
        return answers
    }

    /// The writer is to change the numbering; who asked is told when it has.
    mutating func awaitNumbering(_ continuation: CheckedContinuation<JournalError?, Never>) {
        whenNumbered.append(continuation)
    }

    /// Those who wait for that.
    mutating func takeNumbered() -> [CheckedContinuation<JournalError?, Never>] {
        defer { whenNumbered = [] }
        return whenNumbered
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

    /// Everybody who waits for an append is to hear of its fate.
    private mutating func end(
        _ id: PendingAppend.ID,
        _ answers: inout [Answer],
        _ fate: (AppendWaiter) -> Result<JournalReceipt, JournalError>
    ) {
        if let waiter = waiters.removeValue(forKey: id) {
            answers.append(Answer(waiter: waiter, result: fate(waiter)))
        }
        guard !joined.isEmpty, let others = joined.removeValue(forKey: id) else { return }
        for waiter in others { answers.append(Answer(waiter: waiter, result: fate(waiter))) }
    }
}

extension AppendWaiter {
    /// The record is there already.
    func repeated(_ entry: KeyEntry, _ durable: Int64) -> Result<JournalReceipt, JournalError> {
        result(entry.sequence, entry.key, durable, isRepeat: true)
    }

    /// The record is there; a conflict if this one said something else under the same key.
    func result(
        _ sequence: Int64,
        _ key: IdempotencyKey?,
        _ durable: Int64,
        isRepeat: Bool
    ) -> Result<JournalReceipt, JournalError> {
        guard payload == key?.payload else { return .failure(.conflict(sequence)) }
        let isDurable = sequence <= durable
        return .success(
            JournalReceipt(sequence: sequence, isDurable: isDurable, isRepeat: isRepeat)
        )
    }
}
