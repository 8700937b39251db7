/// What one transaction of the flush writes: everything follows from the records and their numbers.
struct FlushPlan: Equatable, Sendable {
    /// The last number that it covers.
    let last: Int64
    /// How many events it books, wholly or in part.
    private(set) var events = 0
    /// Rows for `SpendLogs`.
    private(set) var logs: [FlushLogRow] = []
    /// Rows for `ErrorLogs`.
    private(set) var errors: [FlushLogRow] = []
    /// What is booked on each row.
    private(set) var charges = SpendCharges()
    /// What memory counts as pending for these records, and ceases to.
    private(set) var settled = SpendCharges()
    /// When each key was used last.
    private(set) var lastActive: [TokenHash: Timestamp] = [:]
    private(set) var daily = DailyPlan()
    /// Whether it writes all of at least one event, of which nothing was refused.
    private(set) var hasWholeEvent = false

    /// - Parameters:
    ///   - entries: Records that follow one another.
    ///   - through: The last number that was passed by with them; the last of theirs without.
    ///   - instance: Whose journal it is.
    ///   - terms: Which logs are written.
    ///   - decisions: What is left out of some records, by their numbers.
    ///   - identities: Who pays, for tokens that could not be resolved when they were recorded.
    ///   - moves: The hashes that keys had before.
    init(
        _ entries: [JournalEntry],
        through: Int64? = nil,
        instance: String,
        terms: FlushTerms,
        decisions: [Int64: AsideDecision.Parts],
        identities: [TokenHash: SpendIdentity],
        moves: KeyMoves
    ) {
        last = through ?? entries.last?.sequence ?? 0
        for entry in entries {
            guard case .event(var event, let retry) = entry.record else { continue }
            let leftOut = decisions[entry.sequence]
            guard leftOut != .everything else { continue }
            events += 1
            settled.add(entry.record)
            if !event.identity.isResolved, let token = event.identity.tokenHash,
                let identity = identities[token]
            {
                event.identity = identity
            }
            if leftOut == nil {
                hasWholeEvent = true
                log(FlushLogRow(instance: instance, sequence: entry.sequence, event: event), terms)
            }
            if retry?.parts != .logRow { book(event, moves) }
        }
    }

    private mutating func log(_ row: FlushLogRow, _ terms: FlushTerms) {
        switch terms.log(of: row.event.log.status) {
        case .spendLogs: logs.append(row)
        case .errorLogs: errors.append(row)
        case .nowhere: break
        }
    }

    private mutating func book(_ event: SpendEvent, _ moves: KeyMoves) {
        for entity in event.charged { charges.add(event.spend, to: moves.current(entity)) }
        daily.add(event)
        guard let token = event.identity.tokenHash else { return }
        let current = moves.current(token)
        lastActive[current] = max(lastActive[current] ?? event.log.endTime, event.log.endTime)
    }

    /// Whether it writes nothing but the checkpoint.
    var isEmpty: Bool { logs.isEmpty && errors.isEmpty && charges.isEmpty && daily.tables.isEmpty }

    /// Every row whose spend it changes, in memory or in the database.
    var entities: Set<SpendEntity> { Set(charges.entities).union(settled.entities) }

    /// The tokens whose owners must be looked up before a plan can be made.
    static func unresolved(_ entries: [JournalEntry]) -> Set<TokenHash> {
        var tokens: Set<TokenHash> = []
        for entry in entries {
            guard case .event(let event, _) = entry.record, !event.identity.isResolved,
                let token = event.identity.tokenHash
            else { continue }
            tokens.insert(token)
        }
        return tokens
    }
}
