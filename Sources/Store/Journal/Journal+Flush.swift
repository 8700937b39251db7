import Logging

extension Journal {
    /// The records after a number, as far as they are on the disk for sure and none is missing
    /// between them.
    ///
    /// Damaged ones are passed by: what is left of them is set aside. It blocks, so it is for a
    /// thread that may.
    ///
    /// - Parameters:
    ///   - sequence: The last number that is not wanted.
    ///   - limit: The most records.
    ///   - bytes: The most bytes that they take on the disk, but for the first.
    /// - Returns: The records, how far they go, and what is missing after that.
    /// - Throws: `.unreadable`.
    package func stretch(
        after sequence: Int64,
        limit: Int,
        bytes: Int
    ) throws(JournalError) -> JournalStretch {
        var reader = reader(after: sequence, limit: limit, bytes: bytes)
        var hole: ClosedRange<Int64>?
        while !reader.isFull {
            let view: JournalState.View?
            (hole, view) = writer.contents.withLock { contents in
                let last = reader.last
                return (contents.state.hole(after: last), contents.state.view(after: last))
            }
            guard hole == nil, let view else { break }
            try reader.read(view)
        }
        for damage in reader.damages { try setAside(damage) }
        return JournalStretch(entries: reader.entries, through: reader.last, hole: hole)
    }

    /// The records after a number that are there, whatever is missing between them.
    ///
    /// - Returns: The records by their numbers; none when there is nothing more on the disk.
    /// - Throws: `.unreadable`.
    package func entries(
        after sequence: Int64,
        limit: Int,
        bytes: Int
    ) throws(JournalError) -> [JournalEntry] {
        var reader = reader(after: sequence, limit: limit, bytes: bytes)
        while !reader.isFull {
            let view = writer.contents.withLock { $0.state.view(after: reader.last) }
            guard let view else { break }
            try reader.read(view)
        }
        for damage in reader.damages { try setAside(damage) }
        return reader.entries
    }

    private func reader(after sequence: Int64, limit: Int, bytes: Int) -> EntryReader {
        EntryReader(
            writer.disk,
            after: sequence,
            limit: limit,
            bytes: bytes,
            passing: writer.contents.withLock(\.state.replaced)
        )
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
    /// - Throws: `.outcomeUnknown` when it failed, now or before; the journal then stops.
    package func sync(through sequence: Int64) throws(JournalError) {
        let task = writer.contents.withLock { contents -> (any JournalFile, Int64, Int, Int64)? in
            guard contents.state.durable < min(sequence, contents.state.last),
                contents.state.poison == nil, let file = contents.file,
                let active = contents.state.active
            else { return nil }
            return (file, active.first, active.bytes, contents.state.last)
        }
        if let (file, first, bytes, last) = task {
            do throws(SystemError) {
                try file.sync()
            } catch {
                writer.contents.withLock { $0.state.poison("\(error)") }
            }
            writer.contents.withLock { $0.state.synced(first, bytes: bytes, through: last) }
        }
        let (poison, durable, last) = writer.contents.withLock { contents in
            (contents.state.poison, contents.state.durable, contents.state.last)
        }
        if let poison, durable < min(sequence, last) { throw .outcomeUnknown(poison) }
    }

    /// The database has everything up to a number.
    ///
    /// To be called only right after that was seen: a checkpoint was committed, or read. It lets
    /// segments go whose retention is over.
    package func flushed(through sequence: Int64) {
        writer.wake(writer.contents.withLock { $0.state.flushed(through: sequence) })
    }

    /// The database has less than was thought: what follows the number is unflushed again.
    ///
    /// - Returns: The numbers right after it that are not here any more; then nothing has changed.
    package func rewind(to sequence: Int64) -> ClosedRange<Int64>? {
        writer.contents.withLock { $0.state.rewind(to: sequence) }
    }

    /// The numbers right after this one that were given and are not here any more.
    package func hole(after sequence: Int64) -> ClosedRange<Int64>? {
        writer.contents.withLock { $0.state.hole(after: sequence) }
    }
}
