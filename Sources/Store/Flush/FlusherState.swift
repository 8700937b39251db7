/// How far the journal is booked, under which claim, and what is left out.
struct FlusherState: Equatable, Sendable {
    /// The claim of this process; nil until the database was reached.
    private(set) var claim: CheckpointClaim?
    /// The last event that the database is known to have.
    private(set) var position: Int64
    /// Whether the checkpoint must be read before anything is booked.
    private(set) var mustLook = true
    private(set) var obstacle: FlushObstacle?
    /// Events whose COMMIT was not answered, and what memory counts for them.
    private(set) var unknown: FlushPlan?
    /// What is left out of some records.
    private(set) var decisions: [Int64: AsideDecision.Parts] = [:]
    var moves = KeyMoves()
    private(set) var report = FlushReport()
    /// How many events the next batch takes at most.
    private(set) var batchLimit: Int
    private var refusals = RefusalRun()
    private var wasElsewhere = false
    /// Whether it is a look at the checkpoint that failed last, not a batch.
    private var lookFailed = false
    private var backoff = Backoff()
    private(set) var nextAttempt: Moment?
    private var lastEnd: Moment?
    private(set) var lookedAt: Moment?
    /// When the daemons were counted that are at work on the database.
    private var countedAt: Moment?

    /// A batch that took longer is followed by a smaller one.
    static let longestBatch = Duration.seconds(1)
    /// How long the checkpoint may go unread.
    static let lookInterval = Duration.seconds(10)
    /// How long another daemon may go uncounted: what all may overrun together is told by that.
    static let countInterval = Duration.seconds(5)

    init(position: Int64, batchLimit: Int) {
        self.position = position
        self.batchLimit = batchLimit
    }
}

// MARK: - When

extension FlusherState {
    /// Whether a batch is due.
    func isDue(_ journal: JournalStatus, _ settings: FlushSettings, now: Moment) -> Bool {
        if let nextAttempt, now.elapsed(since: nextAttempt) < .zero { return false }
        guard obstacle == nil else { return !isHalted && mustLookAgain(now: now) }
        if mustLook || mustLookAgain(now: now) || mustCount(now: now) { return true }
        let waiting = journal.last - position
        guard waiting > 0 else { return false }
        if waiting >= settings.events || journal.pendingBytes >= settings.bytes { return true }
        guard let lastEnd else { return true }
        return now.elapsed(since: lastEnd) >= settings.interval
    }

    /// Whether only `retry` lets it go on: no look at the database tells whether it is mended.
    var isHalted: Bool {
        switch obstacle {
        case .refusals: true
        case nil, .otherDatabase, .checkpointMissing, .takenOver, .resumedTooEarly, .gap,
            .notAttached, .newerLayout:
            false
        }
    }

    /// A commit may be lost while nothing is booked: the checkpoint is read from time to time.
    func mustLookAgain(now: Moment) -> Bool {
        guard let lookedAt else { return true }
        return now.elapsed(since: lookedAt) >= Self.lookInterval
    }

    /// A look counts the daemons, too, and who books all the time looks no more: they are counted
    /// apart.
    func mustCount(now: Moment) -> Bool {
        guard claim != nil, let countedAt else { return false }
        return now.elapsed(since: countedAt) >= Self.countInterval
    }
}

// MARK: - Events

extension FlusherState {
    /// The checkpoint was claimed by this process.
    mutating func claimed(_ claim: CheckpointClaim) {
        self.claim = claim
        if lookFailed { recovered() }
        guard !isHalted else { return }
        obstacle = nil
        report.obstacle = nil
    }

    /// The checkpoint was read, and what the journal counts as booked agrees with it.
    mutating func stands(at sequence: Int64, now: Moment) {
        if sequence < position { report.rewinds += 1 }
        position = sequence
        mustLook = false
        lookedAt = now
    }

    /// It is known what came of the COMMIT that was not answered: it is not asked a second time.
    mutating func learned(isBooked: Bool) {
        if isBooked, let unknown { position = unknown.last }
        unknown = nil
    }

    /// So many daemons are at work on the database.
    mutating func found(instances: Int, now: Moment) {
        report.instances = max(1, instances)
        countedAt = now
    }

    /// The checkpoint is not where a look has just seen it.
    /// - Returns: whether to look again at once: not twice without a batch in between.
    mutating func foundElsewhere() -> Bool {
        mustLook = true
        defer { wasElsewhere = true }
        return !wasElsewhere
    }

    /// Other connections lead to the database, or it may be another one.
    mutating func look() { mustLook = true }

    /// Only an operator can help; from time to time it is looked whether one has.
    mutating func stop(_ obstacle: FlushObstacle, now: Moment) {
        guard !isHalted else { return }
        self.obstacle = obstacle
        report.obstacle = obstacle
        claim = nil
        mustLook = true
        lookedAt = now
    }

    /// An operator asks for it: what stood in the way may have been mended.
    mutating func retry() {
        obstacle = nil
        report.obstacle = nil
        nextAttempt = nil
        refusals = RefusalRun()
        mustLook = true
    }

    /// A batch is booked.
    mutating func booked(
        _ plan: FlushPlan,
        unmatched: Int,
        took: Duration,
        largest: Int,
        now: Moment
    ) {
        report.events += Int64(plan.events)
        report.batches += 1
        report.unmatchedRows += Int64(unmatched)
        report.lastFlush = now.wall
        report.lastDuration = took
        position = plan.last
        lookedAt = now
        wasElsewhere = false
        if plan.hasWholeEvent { refusals = RefusalRun() }
        batchLimit =
            took > Self.longestBatch
            ? max(1, batchLimit / 2) : min(largest, batchLimit.saturatingDouble)
        succeeded(now: now)
    }

    /// Nothing waits.
    mutating func succeeded(now: Moment) {
        recovered()
        lastEnd = now
    }

    /// What failed last has worked.
    private mutating func recovered() {
        backoff.succeeded()
        nextAttempt = nil
        lookFailed = false
        report.failures = 0
        report.lastError = nil
    }

    /// Something in so many events is refused: fewer of them, until one is left.
    mutating func refused(_ count: Int) { batchLimit = max(1, count / 2) }

    /// One record, of the key with that hash, is refused, and that is on the disk.
    mutating func setAside(_ decision: AsideDecision, of token: String, now: Moment) {
        decisions[decision.sequence] = decision.parts
        refusals.note(token)
        if refusals.tellsOfTheDatabase { stop(.refusals(decision.reason), now: now) }
    }

    /// What a start has found, or an earlier flush has decided.
    mutating func restore(_ decisions: [AsideDecision]) {
        for decision in decisions { self.decisions[decision.sequence] = decision.parts }
    }

    /// An attempt failed; the events wait.
    ///
    /// A look that worked mends a failed look, not a failed batch, which is tried after it.
    mutating func failed(
        _ reason: String,
        unknown plan: FlushPlan? = nil,
        isLook: Bool = false,
        jitter: Double,
        now: Moment
    ) {
        if let plan { unknown = plan }
        lookFailed = isLook
        mustLook = true
        report.failures += 1
        report.lastError = reason
        nextAttempt = now.advanced(by: backoff.failed(jitter: jitter))
    }

    /// The journal goes on above numbers that it never gave.
    mutating func skipped(_ range: ClosedRange<Int64>) { report.skipped = range }
}

extension Int {
    fileprivate var saturatingDouble: Int { self > Int.max / 2 ? Int.max : self * 2 }
}
