@testable import Store

/// A cache under test: the rows of a database behind it, and a clock that only the test moves.
///
/// Nothing happens by itself: a test sends reads (`take`) and lets them end when it likes.
struct CacheBench {
    var cache: AccountsState
    var now = Moment(
        wall: Timestamp(milliseconds: 1_800_000_000_000),
        monotonicNanoseconds: 1_000_000
    )
    /// What the database holds now.
    private(set) var rows: [RowReference: any AccountRow] = [:]
    /// So that reads see rows in the same order in every process.
    private var order: [RowReference] = []

    init(limits: AccountLimits = AccountLimits(), pollInterval: Duration = .seconds(5)) {
        cache = AccountsState(limits: limits, pollInterval: pollInterval)
    }

    /// A cache that has loaded these rows, and hears of every change.
    init(
        _ rows: [any AccountRow],
        limits: AccountLimits = AccountLimits(),
        _ source: Freshness.Source = .notices
    ) {
        self.init(limits: limits)
        for row in rows { put(row) }
        loadAll(source)
    }

    static let tables: [any AccountRow.Type] = [
        KeyRow.self, DeprecatedKeyRow.self, TeamMembershipRow.self, OrganizationMembershipRow.self,
        UserRow.self, TeamRow.self, OrganizationRow.self, ModelAliasesRow.self,
        AccessGroupRow.self, ProxyModelRow.self, BudgetRow.self, EndUserRow.self,
    ]
}

// MARK: - The database

extension CacheBench {
    mutating func put(_ row: some AccountRow) {
        if rows.updateValue(row, forKey: row.reference) == nil { order.append(row.reference) }
    }

    mutating func delete(_ reference: RowReference) {
        rows[reference] = nil
        order.removeAll { $0 == reference }
    }

    func stored<Row: AccountRow>(_ row: Row.Type) -> [Row] {
        order.compactMap { rows[$0] as? Row }
    }
}

// MARK: - What the shells do

extension CacheBench {
    /// Reads whole tables, as at start, after an outage and when polling.
    mutating func loadAll(_ source: Freshness.Source = .notices) {
        let begin = now
        for table in Self.tables { load(table) }
        cache.currency.loaded(source, startedAt: begin)
    }

    @discardableResult
    mutating func load<Row: AccountRow>(_ row: Row.Type) -> Int {
        if row == EndUserRow.self {
            _ = cache.notice([], wholeTables: [.endUsers], now: now)
            return 0
        }
        let begin = cache.beginLoad(of: row, expectedRows: 0)
        let changes = cache.applyLoad(stored(row), startedAt: begin)
        return changes + cache.endLoad(of: row, startedAt: begin)
    }

    @discardableResult
    mutating func notice(_ references: RowReference...) -> NoticeOutcome {
        cache.notice(references, wholeTables: [], now: now)
    }

    /// Changes a row and hears of it.
    mutating func change(_ row: some AccountRow) {
        put(row)
        notice(row.reference)
    }

    /// Sends a read of what is queued; it sees the database as it is now.
    mutating func take<Row: AccountRow>(_ row: Row.Type) -> SentRead<Row>? {
        guard let batch = cache.takeReads(of: row) else { return nil }
        return SentRead(batch: batch, rows: stored(row).filter { batch.ids.contains($0.id) })
    }

    @discardableResult
    mutating func finish<Row: AccountRow>(_ read: SentRead<Row>?) -> [WaiterID] {
        guard let read else { return [] }
        return cache.finishReads(read.batch, rows: read.rows)
    }

    @discardableResult
    mutating func fail<Row: AccountRow>(_ read: SentRead<Row>?) -> [WaiterID] {
        guard let read else { return [] }
        return cache.failReads(read.batch, now: now)
    }

    /// Reads everything that is queued.
    mutating func readAll() {
        for table in Self.tables { read(table) }
    }

    mutating func read<Row: AccountRow>(_ row: Row.Type) {
        while let read = take(row) { finish(read) }
    }

    /// Fails every read that is queued.
    mutating func failAll() {
        for table in Self.tables { fail(table) }
    }

    mutating func fail<Row: AccountRow>(_ row: Row.Type) {
        while let read = take(row) { fail(read) }
    }

    mutating func pass(_ duration: Duration) { now = now.advanced(by: duration) }
}

// MARK: - Requests

extension CacheBench {
    func request(_ token: TokenHash, endUser: String? = nil) -> AccountRequest {
        AccountRequest(token: token, endUserID: endUser, age: age)
    }

    /// The age of a request that asks now.
    var age: RequestAge { RequestAge(asked: cache.currentGeneration) }

    /// One look at the cache, by somebody who asks now.
    mutating func ask(
        _ token: TokenHash,
        endUser: String? = nil
    ) -> ChainOutcome<AccountChain> {
        cache.chain(for: request(token, endUser: endUser), now: now)
    }

    mutating func look(_ request: AccountRequest) -> ChainOutcome<AccountChain> {
        cache.chain(for: request, now: now)
    }

    /// Asks, and reads whatever that takes.
    mutating func askWaiting(
        _ token: TokenHash,
        endUser: String? = nil
    ) -> ChainOutcome<AccountChain> {
        let request = request(token, endUser: endUser)
        return reading { $0.look(request) }
    }

    /// One look at an end user alone, by somebody who asks now.
    mutating func askAlone(_ endUser: String) -> ChainOutcome<EndUserAccount> {
        cache.endUser(endUser, age, now: now)
    }

    /// Asks for an end user alone, and reads whatever that takes.
    mutating func askAloneWaiting(_ endUser: String) -> ChainOutcome<EndUserAccount> {
        let age = age
        return reading { $0.cache.endUser(endUser, age, now: $0.now) }
    }

    /// Looks and reads in turn, until there is an outcome.
    private mutating func reading<Rows>(
        _ look: (inout CacheBench) -> ChainOutcome<Rows>
    ) -> ChainOutcome<Rows> {
        for _ in 0..<8 {
            let outcome = look(&self)
            guard outcome.unread != nil else { return outcome }
            readAll()
        }
        return look(&self)
    }
}

/// A statement on its way, with what it has seen.
struct SentRead<Row: AccountRow> {
    let batch: ReadBatch<Row>
    var rows: [Row]
}

extension AccountRow {
    var reference: RowReference { Self.reference(to: id) }
}

extension ChainOutcome {
    var chain: Rows? {
        if case .chain(let chain) = self { chain } else { nil }
    }

    var unread: [RowReference]? {
        if case .unread(let references, _) = self { references } else { nil }
    }

    var isUnknownKey: Bool {
        if case .unknownKey = self { true } else { false }
    }

    var isUnavailable: Bool {
        if case .unavailable = self { true } else { false }
    }

    var retryAfter: Duration? {
        if case .overloaded(let delay) = self { delay } else { nil }
    }
}
