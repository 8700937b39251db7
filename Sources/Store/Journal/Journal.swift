package import Logging

/// The spend that was taken and is not yet, or not yet for long, in the database: on the disk.
///
/// Records have numbers that are never given twice. `append` answers when a record has survived
/// what the settings ask for; many appends share one sync. The flush reads with `entries` what is
/// on the disk for sure and says with `flushed` what the database has.
package final class Journal: Sendable {
    /// What was found at the start.
    package let recovery: JournalRecovery
    /// Where damaged records are put.
    package let aside: AsideStore
    /// Yields when there is more to flush; for one consumer.
    package let durable: AsyncStream<Void>
    let writer: JournalWriter

    /// Where the segments are.
    var directory: String { writer.directory }

    /// Opens a journal, and mends what a crash has left.
    ///
    /// It blocks, and reads up to a segment: it is for a thread that may.
    ///
    /// - Parameters:
    ///   - directory: Where the segments are; it must exist.
    ///   - asideDirectory: Where damaged records are put; it must exist.
    ///   - instance: The name of the state directory: 32 hex digits.
    ///   - settings: How it keeps what it is given.
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
        clock: any MomentSource = SystemClock(),
        logger: Logger
    ) throws(StoreError) -> Journal {
        guard let name = UInt128(instance, radix: 16) else {
            throw StoreError(.internalError, "an instance is named by 32 hex digits")
        }
        let aside = AsideStore(asideDirectory)
        var opening = JournalOpening(
            directory: directory,
            aside: aside,
            instance: name,
            window: settings.idempotencyWindow,
            now: clock.now().wall
        )
        let found = try opening.run()
        let (durable, signal) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let writer = JournalWriter(
            directory,
            settings,
            instance: name,
            found: found,
            clock: clock,
            logger: logger,
            signal: signal
        )
        return Journal(writer, aside, found.report, durable)
    }

    private init(
        _ writer: JournalWriter,
        _ aside: AsideStore,
        _ recovery: JournalRecovery,
        _ durable: AsyncStream<Void>
    ) {
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
        let encoded = EncodedRecord(record, key: idempotency)
        let now = writer.clock.now().wall
        let result = await withCheckedContinuation { continuation in
            let outcome = writer.contents.withLock { contents in
                contents.append(encoded, now: now, continuation, accepted: accepted)
            }
            switch outcome {
            case .answer(let answer): answer.give()
            case .wait(let wakesWriter): writer.wake(wakesWriter)
            }
        }
        return try result.get()
    }

    /// Where the journal stands.
    package var status: JournalStatus {
        writer.contents.withLock { $0.state.status(damaged: $0.damaged) }
    }

    /// Tries whether writing works again; every append does so too.
    package func resume() {
        writer.wake(writer.contents.withLock { $0.state.probe() })
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
