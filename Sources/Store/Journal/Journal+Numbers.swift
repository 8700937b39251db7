/// Numbers and checkpoints: how the journal goes on with a database that knows more of its numbers
/// than it does.
///
/// While a database has not confirmed the numbers of this start, a checkpoint at C says that the
/// database has the events up to C *of the journal that it knew*. If this journal ended at E before
/// this start, then those up to min(C, E) are the same, and those from E + 1 to C were lost with
/// its end. What has been taken meanwhile under these numbers is something else: `raise` takes it
/// anew above C, as one record that both takes the new number and gives up the old one, so that a
/// crash between any two of them leaves each event once. `confirm` ends that state, on the disk
/// first.
extension Journal {
    /// Up to here the checkpoint of a database speaks of the records that are here.
    package func known(at checkpoint: Int64) -> Int64 {
        writer.contents.withLock { $0.state.numbers.known(at: checkpoint) }
    }

    /// Goes on above a checkpoint, and takes anew what was taken under numbers that it has with
    /// other events.
    ///
    /// It may be repeated when it fails.
    ///
    /// - Returns: The numbers whose events were lost here; nil when none was.
    /// - Throws: `JournalError`, as `append` and `entries` do.
    package func raise(to checkpoint: Int64) async throws -> ClosedRange<Int64>? {
        let end = known(at: checkpoint)
        let before = status.last
        if writer.contents.withLock(\.state.numbers.next) <= checkpoint {
            try await numbering { $0.raise(to: checkpoint) }
        }
        guard end < checkpoint else {
            return before < checkpoint ? (before + 1)...checkpoint : nil
        }
        var position: Int64? = end
        while let last = position {
            let found = try await OwnThread.run("journal-raise") {
                [self] () throws(JournalError) in
                try sync(through: .max)
                return try entries(after: last, limit: 1_000, bytes: 1 << 24)
            }
            let used = found.filter { $0.sequence <= checkpoint }
            if let failure = await takeAnew(used) { throw failure }
            position = used.count == found.count ? found.last?.sequence : nil
        }
        return (end + 1)...checkpoint
    }

    /// Takes records under new numbers, one by one; each gives up its old one by the same write.
    /// - Returns: why one of them was not taken.
    private func takeAnew(_ entries: [JournalEntry]) async -> JournalError? {
        var failure: JournalError?
        for entry in entries where failure == nil {
            let record = EncodedRecord(entry.record, replacing: entry.sequence)
            switch await take(record, {}) {
            case .success: break
            case .failure(let error): failure = error
            }
        }
        return failure
    }

    /// A database has confirmed the numbers: from here on they are this journal's alone.
    ///
    /// To be called before anything is booked past its checkpoint.
    ///
    /// - Throws: `.refused` when the disk cannot note it, `.outcomeUnknown` when it may have lost
    ///   what `raise` has taken anew; it may be repeated.
    package func confirm() async throws(JournalError) {
        guard writer.contents.withLock({ $0.state.numbers.confirmedEnd != nil }) else { return }
        try await OwnThread.run("journal-sync") { [self] () throws(JournalError) in
            try sync(through: .max)
        }
        do throws(JournalError) {
            try await numbering { $0.confirm() }
        } catch {
            // A closed journal is flushed all the same, and gives no more numbers.
            guard error == .closed else { throw error }
            try await OwnThread.run("journal-mark") { [self] () throws(JournalError) in
                try writer.removeMark()
            }
        }
    }

    /// Has the writer change the numbering between two groups.
    private func numbering(
        _ change: (inout JournalState) -> Bool
    ) async throws(JournalError) {
        let failure = await withCheckedContinuation { continuation in
            let wakesWriter = writer.contents.withLock { contents -> Bool? in
                guard !contents.hasEnded else { return nil }
                contents.awaitNumbering(continuation)
                return change(&contents.state)
            }
            guard let wakesWriter else { return continuation.resume(returning: .closed) }
            writer.wake(wakesWriter)
        }
        if let failure { throw failure }
    }
}
