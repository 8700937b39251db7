package import Logging

/// The spend that was taken and is not yet, or not yet for long, in the database: on the disk.
///
/// Records have numbers that are never given twice. `append` answers when a record has survived
/// what the settings ask for; many appends share one sync. The flush reads with `stretch` what is
/// on the disk for sure and says with `flushed` what the database has.
///
/// Who says how far what is:
///
/// | | kept in | what it is | may lag behind |
/// |---|---|---|---|
/// | `last` | the segments | the last number that was written | nothing |
/// | `given` | segments, checkpoint, note | the last that ever was, if the end is lost | nothing |
/// | `durable` | memory | the last that a sync has covered | `last` |
/// | checkpoint | the database | the last that is booked: the truth | nothing |
/// | the flush's position | memory | the same as it was seen last | the checkpoint |
/// | `flushed` | memory | what may be trimmed: the position | the position |
/// | the note `flushed` | the disk | the same for a start without the database | `flushed` |
package final class Journal: Sendable {
    /// What was found at the start.
    package let recovery: JournalRecovery
    /// Where damaged records are put.
    package let aside: AsideStore
    /// Yields when there is more to flush; for one consumer.
    package let durable: AsyncStream<Void>
    /// Where the segments are.
    let directory: String
    let writer: JournalWriter

    /// Opens a journal, and mends what a crash has left.
    ///
    /// It blocks, and reads up to a segment: it is for a thread that may.
    ///
    /// - Parameters:
    ///   - directory: Where the segments are; it must exist.
    ///   - asideDirectory: Where damaged records are put; it must exist.
    ///   - instance: The name of the state directory: 32 hex digits.
    ///   - settings: How it keeps what it is given.
    ///   - disk: What it reads and writes through; the directory itself without.
    ///   - clock: What time it is.
    ///   - logger: Told about trouble.
    /// - Returns: The journal, which takes records at once.
    /// - Throws: `.misconfigured` when it is another instance's or was written by a newer version;
    ///   `.unavailable` when it cannot be read.
    package static func open(
        _ directory: String,
        asideDirectory: String,
        instance: String,
        settings: JournalSettings,
        disk: (any JournalDisk)? = nil,
        clock: any MomentSource = SystemClock(),
        logger: Logger
    ) throws(StoreError) -> Journal {
        guard let name = UInt128(instance, radix: 16) else {
            throw StoreError(.internalError, "an instance is named by 32 hex digits")
        }
        let aside = AsideStore(asideDirectory)
        let disk = disk ?? JournalDirectory(directory)
        var opening = JournalOpening(
            directory: directory,
            disk: disk,
            aside: aside,
            instance: name,
            window: settings.idempotencyWindow,
            now: clock.now().wall
        )
        let found = try opening.run()
        found.report.log(to: logger)
        // Counted here, where it may block, so that health never has to.
        _ = aside.count
        let (durable, signal) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let writer = JournalWriter(
            disk,
            settings,
            instance: name,
            found: found,
            clock: clock,
            logger: logger,
            signal: signal
        )
        return Journal(directory, writer, aside, found.report, durable)
    }

    private init(
        _ directory: String,
        _ writer: JournalWriter,
        _ aside: AsideStore,
        _ recovery: JournalRecovery,
        _ durable: AsyncStream<Void>
    ) {
        self.directory = directory
        self.writer = writer
        self.aside = aside
        self.recovery = recovery
        self.durable = durable
        if recovery.last > recovery.flushed { writer.announce() }
    }

    deinit {
        writer.wake(writer.contents.withLock { $0.state.close() })
    }

    /// Takes a record.
    ///
    /// - Parameters:
    ///   - record: What to keep.
    ///   - idempotency: By which a second call with the same is known: it gets the same receipt, as
    ///     soon as the first has it.
    ///   - accepted: Called once, under the journal's lock, when the record is taken up and before
    ///     it can be flushed; not for repeats. If `append` throws after that, nothing was kept, or
    ///     with `.outcomeUnknown` maybe.
    /// - Returns: When the record has survived what the settings ask for.
    /// - Throws: `JournalError`; its cases say whether anything was taken.
    package func append(
        _ record: JournalRecord,
        idempotency: IdempotencyKey? = nil,
        accepted: @escaping @Sendable () -> Void = {}
    ) async throws(JournalError) -> JournalReceipt {
        try await take(EncodedRecord(record, key: idempotency), accepted).get()
    }

    /// Takes a record as it will stand on the disk.
    func take(
        _ encoded: EncodedRecord,
        _ accepted: @escaping @Sendable () -> Void
    ) async -> Result<JournalReceipt, JournalError> {
        let now = writer.clock.now().wall
        return await withCheckedContinuation { continuation in
            let outcome = writer.contents.withLock { contents in
                contents.append(encoded, now: now, continuation, accepted: accepted)
            }
            switch outcome {
            case .answer(let answer): answer.give()
            case .wait(let wakesWriter): writer.wake(wakesWriter)
            }
        }
    }

    /// Where the journal stands.
    package var status: JournalStatus {
        writer.contents.withLock { $0.state.status(damaged: $0.damaged) }
    }

    /// Keeps what it is given by these settings from now on.
    package func apply(_ settings: JournalSettings) {
        writer.wake(
            writer.contents.withLock { contents in
                contents.keys.window = settings.idempotencyWindow
                return contents.state.apply(settings)
            }
        )
    }

    /// Takes no more records, and waits until those under way have met their fate.
    package func close() async {
        writer.wake(writer.contents.withLock { $0.state.close() })
        await withCheckedContinuation { continuation in
            let ended = writer.contents.withLock { contents in
                contents.awaitEnd(continuation)
                return contents.takeEnded()
            }
            for continuation in ended { continuation.resume() }
        }
    }
}
