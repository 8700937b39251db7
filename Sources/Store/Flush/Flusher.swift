package import Logging
import ServiceLifecycle

/// Brings the journal into the database: each event once, whatever fails when.
///
/// One batch after the other, each one transaction that moves the checkpoint of this daemon. What
/// fails waits in the journal, and goes on counting in memory.
package final class Flusher: Service {
    let journal: Journal
    let ledger: any SpendLedger
    let connections: StoreConnections
    let clock: any MomentSource
    let logger: Logger
    let instance: String
    let state: Locked<State>
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    struct State: Sendable {
        var flusher: FlusherState
        var settings: FlushSettings
        /// What was found of the database's indexes.
        var database: FlushCatalog?
        /// Who wants everything to be booked that was recorded before.
        var waiters: [CheckedContinuation<FlushReport, Never>] = []
        /// Records that were recorded once more, which could not be noted yet.
        var retries: [Int64: JournalReceipt] = [:]
        /// Who waits for a record that is being recorded once more.
        var retrying: [Int64: [CheckedContinuation<Result<JournalReceipt?, any Error>, Never>]] =
            [:]
        /// Whether nobody books any more.
        var hasEnded = false
        var turns = Turns()
    }

    /// - Parameters:
    ///   - journal: Where the events are.
    ///   - instance: The name of the state directory.
    ///   - ledger: What counts them until they are booked.
    ///   - connections: The way to the database.
    ///   - settings: When it runs.
    ///   - clock: What time it is.
    ///   - logger: Told about trouble.
    package init(
        journal: Journal,
        instance: String,
        ledger: any SpendLedger,
        connections: StoreConnections,
        settings: FlushSettings = FlushSettings(),
        clock: any MomentSource = SystemClock(),
        logger: Logger
    ) {
        self.journal = journal
        self.instance = instance
        self.ledger = ledger
        self.connections = connections
        self.clock = clock
        self.logger = logger
        state = Locked(
            State(
                flusher: FlusherState(
                    position: journal.status.flushed,
                    batchLimit: settings.events
                ),
                settings: settings
            )
        )
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How it fares.
    package var report: FlushReport { state.withLock(\.flusher.report) }

    /// Whether the proxy, by its configuration, books spend as well, now that this daemon does:
    /// what both hear of is booked twice.
    package var bothBook: Bool {
        state.withLock { $0.settings.proxyBooksToo && $0.flusher.report.batches > 0 }
    }

    /// Runs by these settings from now on.
    package func apply(_ settings: FlushSettings) {
        state.withLock { $0.settings = settings }
        waker.yield()
    }

    /// Books until its task ends; before it ends, it tries once more to book everything.
    package func run() async {
        await withTaskGroup { group in
            group.addTask { [self] in
                for await _ in journal.durable { waker.yield() }
            }
            group.addTask { [self] in await tick() }
            for await _ in wakes.cancelOnGracefulShutdown() { await flushIfDue() }
            group.cancelAll()
        }
        state.withLock { $0.hasEnded = true }
        await flushPending()
    }

    /// Time passes: intervals and backoffs end.
    private func tick() async {
        while !Task.isCancelled {
            let interval = state.withLock(\.settings.interval)
            let pause = min(max(interval, Self.shortestTick), Self.longestTick)
            try? await SharedTick.sleep(for: pause)
            waker.yield()
        }
    }

    private func flushIfDue() async {
        let status = journal.status
        let now = clock.now()
        let isDue = state.withLock { state in
            !state.waiters.isEmpty || state.flusher.isDue(status, state.settings, now: now)
        }
        if isDue { await flushPending() }
    }

    /// Books everything that the journal has now, at once, also where that was given up.
    ///
    /// - Returns: how it fares after that; its `lastError` and `obstacle` say what came of it.
    package func flush() async -> FlushReport {
        await withCheckedContinuation { continuation in
            let ended = state.withLock { state -> FlushReport? in
                guard !state.hasEnded else { return state.flusher.report }
                state.flusher.retry()
                state.waiters.append(continuation)
                return nil
            }
            if let ended { continuation.resume(returning: ended) }
            waker.yield()
        }
    }

    /// Looks at the checkpoint, and agrees with it: to be called when the database may be another
    /// one, or an older copy, and before rows are read from it.
    ///
    /// - Throws: when the database did not say what it has: rows of it must not be read while
    ///   memory may count as booked what it lacks. Where the journal or an operator has to do
    ///   something first, rows are read all the same: keys must be judged.
    package func databaseReached() async throws(StoreError) {
        let result = await inTurn {
            state.withLock { $0.flusher.look() }
            return await look()
        }
        if case .unknown(let error) = result { throw StoreError(error) }
    }

    /// Books batch by batch until nothing waits, or something fails.
    ///
    /// Whoever begins to wait meanwhile may have recorded what this no longer sees, and is served
    /// by the next one.
    private func flushPending() async {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        while await flushOnce() {}
        for waiter in waiters { waiter.resume(returning: report) }
    }

    private static let shortestTick = Duration.milliseconds(20)
    private static let longestTick = Duration.seconds(1)
}
