import Logging

extension Journal {
    /// The records after a number, as far as they are on the disk for sure.
    ///
    /// Damaged ones are passed by: what is left of them is set aside. It blocks, so it is for a
    /// thread that may.
    ///
    /// - Parameters:
    ///   - sequence: The last number that is not wanted.
    ///   - limit: The most records.
    ///   - bytes: The most bytes that they take on the disk, but for the first.
    /// - Returns: The records by their numbers; none when there is nothing more on the disk.
    /// - Throws: `.unreadable`.
    package func entries(
        after sequence: Int64,
        limit: Int,
        bytes: Int
    ) throws(JournalError) -> [JournalEntry] {
        var reader = EntryReader(writer.directory, after: sequence, limit: limit, bytes: bytes)
        while !reader.isFull {
            let view = writer.contents.withLock { $0.state.view(after: reader.last) }
            guard let view else { break }
            try reader.read(view)
        }
        for damage in reader.damages { try setAside(damage) }
        return reader.entries
    }

    private func setAside(_ damage: SegmentDamage) throws(JournalError) {
        guard !damage.sequences.isEmpty else { return }
        do throws(StoreError) {
            guard try aside.put(damage, now: writer.clock.now().wall) else { return }
        } catch {
            throw .unreadable(error.message)
        }
        writer.contents.withLock { $0.damaged += 1 }
        writer.logger.error(
            "damaged records were set aside",
            metadata: ["first": "\(damage.sequences.lowerBound)"]
        )
    }

    /// Brings records up to a number to the disk, which with durability `write` nothing else does.
    ///
    /// It blocks, so it is for a thread that may.
    ///
    /// - Throws: `.outcomeUnknown` when it failed; the journal then stops.
    package func sync(through sequence: Int64) throws(JournalError) {
        let task = writer.contents.withLock { contents -> (OpenFile, Int64, Int, Int64)? in
            guard contents.state.durable < min(sequence, contents.state.last),
                let file = contents.file,
                let active = contents.state.active
            else { return nil }
            return (file, active.first, active.bytes, contents.state.last)
        }
        guard let (file, first, bytes, last) = task else { return }
        do throws(SystemError) {
            try file.sync()
        } catch {
            writer.contents.withLock { $0.state.poison("\(error)") }
            throw .outcomeUnknown("\(error)")
        }
        writer.contents.withLock { $0.state.synced(first, bytes: bytes, through: last) }
    }

    /// The database has everything up to a number.
    ///
    /// To be called only right after that was seen: a checkpoint was committed, or read. It lets
    /// segments go whose retention is over.
    package func flushed(through sequence: Int64) {
        writer.wake(writer.contents.withLock { $0.state.flushed(through: sequence) })
    }

    /// The database has less than was thought: what follows the number is unflushed again.
    package func rewind(to sequence: Int64) {
        writer.contents.withLock { $0.state.rewind(to: sequence) }
    }

    /// The database knows numbers that the journal never gave, or has lost: it goes on above them.
    ///
    /// Records that were taken since the start under a number at or below it would pass for
    /// flushed; they are recorded again above it.
    ///
    /// - Returns: The numbers that were skipped or given anew; nil when there was nothing to do.
    /// - Throws: As `append` and `entries` do.
    package func raise(to sequence: Int64) async throws(JournalError) -> ClosedRange<Int64>? {
        let last = status.last
        guard try await raiseFloor(to: sequence) else { return nil }
        var position = recovery.last
        while true {
            let found = try await OwnThread.run("journal-raise") {
                [self, position] () throws(JournalError) in
                try sync(through: .max)
                return try entries(after: position, limit: 1_000, bytes: 1 << 24)
            }
            let below = found.filter { $0.sequence <= sequence }
            for entry in below { _ = try await append(entry.record) }
            guard let reached = below.last?.sequence, below.count == found.count else { break }
            position = reached
        }
        return (last + 1)...sequence
    }
    /// - Returns: Whether there was anything to do.
    private func raiseFloor(to sequence: Int64) async throws(JournalError) -> Bool {
        if writer.contents.withLock(\.state.next) > sequence { return false }
        await withCheckedContinuation { continuation in
            let wakesWriter = writer.contents.withLock { contents -> Bool? in
                contents.hasEnded ? nil : contents.raise(to: sequence, continuation)
            }
            guard let wakesWriter else { return continuation.resume() }
            writer.wake(wakesWriter)
        }
        if writer.contents.withLock(\.hasEnded) { throw .closed }
        return true
    }
}
