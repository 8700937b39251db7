@testable import Store

// MARK: - Single reads

extension CacheWorld {
    mutating func sendRead() {
        for offset in 0..<Self.tables.count {
            let start = random.next(below: Self.tables.count)
            let (table, row) = Self.tables[(start + offset) % Self.tables.count]
            guard send(row, table) else { continue }
            return
        }
    }

    mutating func send<Row: AccountRow>(_ row: Row.Type, _ table: CachedTable) -> Bool {
        guard reads.count(where: { $0.table == table }) < RowReadService.statementsPerTable,
            let read = FlyingStatement(row, table, &cache)
        else { return false }
        note("send \(read.batch)")
        reads.append(read)
        return true
    }

    /// A statement comes to see the tables, or its answer arrives, early or late.
    mutating func moveRead() {
        guard !reads.isEmpty else { return sendRead() }
        let position = random.next(below: reads.count)
        if !reads[position].hasSeen, !isDatabaseAway {
            reads[position].see(database)
            note("sees \(reads[position])")
            return
        }
        let hasFailed = !reads[position].hasSeen || random.chance(isDatabaseAway ? 60 : 6)
        let read = reads.remove(at: position)
        note("\(hasFailed ? "fails" : "ends") \(read)")
        if hasFailed {
            wake(read.fail(&cache, now: now), .failed)
        } else {
            wake(read.finish(&cache), .answered)
        }
    }
}

// MARK: - Whole tables

extension CacheWorld {
    mutating func begin(_ cause: LoadJob.Cause, _ tables: [CachedTable] = CachedTable.loadOrder) {
        jobs.append(
            LoadJob(
                cause: cause,
                startedAt: now,
                startedCommit: database.commit,
                tables: tables
            )
        )
    }

    /// The one connection for whole tables serves the first cause; others wait between two tables.
    mutating func moveLoad() {
        guard !jobs.isEmpty else { return }
        guard !isDatabaseAway, random.next(below: 1_000) > 0 else { return lose() }
        if load != nil {
            let hasEnded = load?.goOn(&cache, database) == true
            note("load \(hasEnded ? "ended" : "goes on") \(load as Any)")
            guard hasEnded else { return }
            jobs[0].drift += load?.drift ?? 0
            load = nil
            jobs[0].tables.removeFirst()
            if jobs[0].tables.isEmpty { finish(jobs.removeFirst()) }
            if jobs.count == 2, random.chance(50) { jobs.swapAt(0, 1) }
        } else if let table = Self.tables.first(where: { $0.0 == jobs[0].tables[0] }) {
            begin(table.1, table.0)
        }
    }

    private mutating func begin<Row: AccountRow>(_ row: Row.Type, _ table: CachedTable) {
        guard table == .endUsers else {
            load = FlyingTable(row, &cache)
            return
        }
        _ = cache.notice([], wholeTables: [.endUsers], now: now)
        jobs[0].tables.removeFirst()
        if jobs[0].tables.isEmpty { finish(jobs.removeFirst()) }
    }

    private mutating func finish(_ job: LoadJob) {
        guard case .session(let source) = job.cause else { return }
        note("loaded by \(source)")
        cache.currency.loaded(source, startedAt: job.startedAt)
        session = source
        floor = max(floor, job.startedCommit, source == .notices ? heard : 0)
        saw("loaded by \(source)")
    }
}

// MARK: - Sessions

extension CacheWorld {
    mutating func moveKeeper() {
        switch random.next(below: 20) {
        case 0: if isLinkDead || random.chance(30) { lose() }
        case 1, 2: isDatabaseAway = random.chance(10)
        case 3: if random.chance(30) { loseLink() }
        case 4...7: sweepOrReload()
        case 8...10: if !isLinkDead { notices?.append(.probe(sentAt: now)) }
        default: open(random.chance(70) ? .notices : .polling)
        }
        if isDatabaseAway { loseLink() }
    }

    /// The link dies, with the last of what was under way.
    private mutating func loseLink() {
        guard let count = notices?.count, !isLinkDead else { return }
        note("link dies")
        isLinkDead = true
        notices?.removeLast(random.next(below: count + 1))
    }

    /// It is found out that the session is over.
    mutating func lose() {
        note("session lost")
        if cache.freshness != .fresh(.polling) { cache.currency.lost(now: now) }
        notices = nil
        session = nil
        jobs = []
        load = nil
    }

    mutating func open(_ source: Freshness.Source) {
        if session == .polling, jobs.isEmpty, random.chance(60) {
            return begin(.session(.polling))
        }
        guard session == nil || session == .polling, jobs.isEmpty, !isDatabaseAway else { return }
        note("session by \(source)")
        if source == .notices {
            notices = []
            isLinkDead = false
            heard = database.commit
        }
        begin(.session(source))
    }

    private mutating func sweepOrReload() {
        guard session == .notices, jobs.count < 2, !jobs.contains(where: { $0.cause != .reload })
        else { return }
        note("sweep or reload")
        if pendingReloads.isEmpty { return begin(.sweep) }
        guard !jobs.contains(where: { $0.cause == .reload }) else { return }
        begin(.reload, CachedTable.loadOrder.filter(pendingReloads.contains))
        pendingReloads = []
    }

    mutating func passTime() {
        let seconds = random.pick([1, 1, 1, 1, 2, 2, 3, 3, 5, 30])
        now = now.advanced(by: .seconds(seconds))
        cache.currency.tick(now: now)
        if cache.freshness.isFresh { _ = cache.retryFailedReads() }
    }

    mutating func saw(_ what: String) { seen[what, default: 0] += 1 }
}
