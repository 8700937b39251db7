extension Flusher {
    /// Records an event once more that the database had refused; exactly once, as any other.
    ///
    /// What it costs has counted in memory all the time, and goes on counting under its new number.
    ///
    /// - Returns: The receipt of the new record, also for a second call; nil when there is no such
    ///   record, or nothing is left of it to record.
    /// - Throws: `JournalError` when it was not recorded; `StoreError` when it was, and that could
    ///   not be noted: the call may be repeated.
    package func retryAside(_ sequence: Int64) async throws -> JournalReceipt? {
        let result = await withCheckedContinuation { continuation in
            let isFirst = state.withLock { state in
                guard state.retrying[sequence] == nil else {
                    state.retrying[sequence]?.append(continuation)
                    return false
                }
                state.retrying[sequence] = [continuation]
                return true
            }
            guard isFirst else { return }
            Task { await share(sequence) }
        }
        return try result.get()
    }

    /// Calls at once for one record are answered alike: whoever came a moment later would find
    /// that nothing is left of it.
    private func share(_ sequence: Int64) async {
        let result: Result<JournalReceipt?, any Error>
        do {
            result = .success(try await retryOnce(sequence))
        } catch {
            result = .failure(error)
        }
        let callers = state.withLock { $0.retrying.removeValue(forKey: sequence) ?? [] }
        for caller in callers { caller.resume(returning: result) }
    }

    private func retryOnce(_ sequence: Int64) async throws -> JournalReceipt? {
        var receipt = state.withLock { $0.retries[sequence] }
        if receipt == nil { receipt = try await recordAgain(sequence) }
        guard let receipt else { return nil }
        state.withLock { $0.retries[sequence] = receipt }
        try await OwnThread.run("aside-note") { [journal] () throws(StoreError) in
            try journal.aside.retried(sequence)
        }
        // From here on the file tells.
        state.withLock { $0.retries[sequence] = nil }
        return receipt
    }

    /// A call after a crash finds the record by its idempotency key; what comes after the window of
    /// that is known by the note, or by the receipt that is kept until there is one.
    private func recordAgain(_ sequence: Int64) async throws -> JournalReceipt? {
        let record = await OwnThread.run("aside-read") { [journal] in
            journal.aside.record(sequence)
        }
        guard let record, let event = record.event else { return nil }
        let name = "aside \(sequence)".utf8.span
        return try await journal.append(
            .event(event, retry: SpendRetry(of: sequence, parts: record.parts)),
            idempotency: IdempotencyKey(scope: name, payload: name)
        )
    }
}
