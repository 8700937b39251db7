@testable import Sidecar
@testable import Store

/// What the daemon does by itself: flushes, reads, and what it stores.
extension LimitWalk {
    /// Rows that were sent for arrive now and then, and memory says what is.
    mutating func catchUp() {
        let mustSettle = ledger.isResetInDoubt
        if mustSettle, flush != nil { endFlush() }
        if mustSettle || random.chance(2) {
            desk.finishReads(ledger.rows)
            desk.serveReads(ledger.rows)
        }
        if flush == nil, desk.isQuiet {
            ledger.allIsRead()
        } else {
            ledger.isAllRead = false
            cover("asked while reads or flushes are under way")
        }
    }

    /// Rows are read though nothing has changed, at once or over some steps.
    mutating func beginOrEndReads() {
        guard !desk.isReading else {
            note("reads end")
            return desk.finishReads(ledger.rows)
        }
        if random.next() % 3 == 0 {
            desk.accounts.invalidate(rows: readAgain(), tables: [])
        } else {
            let user = ledger.rows.policy.sharedRows.globalBudgetUser
            _ = desk.accounts.update { cache, _ in cache.refreshSpend(proxyUser: user) }
        }
        let seesLater = random.chance(2)
        note("reads begin, seeing what is \(seesLater ? "at their end" : "now")")
        cover("reads under way")
        desk.sendReads(ledger.rows, seesLater: seesLater)
    }

    // MARK: - Flushes

    mutating func beginOrEndFlush() {
        if flush == nil {
            beginFlush()
            guard random.chance(2) else { return }
        }
        endFlush()
    }

    /// One transaction books what is journaled; it is committed now, or at its end.
    private mutating func beginFlush() {
        let open = WalkFlush(events: unflushed, bookings: ledger.booked.count)
        flush = open
        unflushed = []
        desk.accounts.beginFlush(SpendCharges(open.events).entities)
        note("flush begins")
        if random.chance(2) { commit() }
    }

    private mutating func commit() {
        guard let open = flush, open.spends == nil else { return }
        ledger.flush(open.bookings)
        flush?.spends = ledger.rows.spends(SpendCharges(open.events).entities)
        note("flush committed")
    }

    /// Sometimes it fails, and nothing is booked.
    private mutating func endFlush() {
        if flush?.spends == nil, random.chance(6) { return failFlush() }
        commit()
        guard let done = flush, let spends = done.spends else { return }
        flush = nil
        // What it has left in the rows may not be told.
        let isTold = !random.chance(8)
        note("flush ends\(isTold ? "" : ", telling nothing")")
        cover("flushed")
        desk.accounts.endFlush(
            committed: SpendCharges(done.events),
            spends: isTold ? spends : [:]
        )
    }

    private mutating func failFlush() {
        note("flush fails")
        cover("flush failed")
        desk.accounts.endFlush(committed: nil, spends: [:])
        unflushed = (flush?.events ?? []) + unflushed
        flush = nil
    }

    // MARK: - Now and then

    mutating func keepUp() {
        switch random.next() % 3 {
        case 0: restart()
        case 1: storeResets()
        default: forgetResets()
        }
    }

    private mutating func forgetResets() {
        guard flush == nil, desk.isQuiet else { return }
        note("resets looked through")
        let shared = ledger.rows.policy.sharedRows
        desk.accounts.update { cache, now in
            cache.forgetOldResets(1_000, shared, now: now.wall)
        }
        ledger.forgetResets()
    }

    /// The amounts that are left out are stored, once for each end.
    private mutating func storeResets() {
        note("resets stored")
        desk.accounts.update { cache, _ in
            for entry in cache.limitMeters.resets.takeUnstored(1_000) {
                if !storedResets.contains(where: { $0.isOf(entry) }) {
                    storedResets.removeAll { $0.entity == entry.entity }
                    storedResets.append(entry)
                }
                for known in storedResets where known.isOf(entry) {
                    cache.limitMeters.resets.restore(known)
                }
            }
            storedResets.removeAll { cache.limitMeters.resets.end(of: $0.entity) != $0.resetAt }
        }
    }

    /// The process is another one from now on, and has what is stored and what is journaled.
    private mutating func restart() {
        if flush != nil { endFlush() }
        storeResets()
        note("restart")
        cover("restart")
        desk = WalkDesk(ledger.rows, now: ledger.now)
        desk.accounts.update { cache, _ in
            cache.limitMeters.resets.awaitStored()
            for entry in storedResets { cache.limitMeters.resets.restore(entry) }
            cache.limitMeters.resets.knowsStored()
        }
        for former in ledger.rows.formerTokens {
            let token = ledger.rows.keys[former.key].token
            desk.accounts.moveKey(from: former.token, to: token)
        }
        desk.accounts.add(SpendCharges(unflushed))
        ledger.restart()
    }
}

extension DueReset.Entry {
    fileprivate func isOf(_ other: Self) -> Bool {
        entity == other.entity && resetAt == other.resetAt
    }
}

extension LedgerRows {
    /// What the rows' spend is after a flush.
    fileprivate func spends(_ entities: some Sequence<SpendEntity>) -> [SpendEntity: Money] {
        var spends: [SpendEntity: Money] = [:]
        for entity in entities {
            spends[entity] =
                switch entity {
                case .key(let id): keys.first { $0.token == id }?.spend
                case .user(let id): users.first { $0.id == id }?.spend
                case .team(let id): teams.first { $0.id == id }?.spend
                case .teamMember(let id): members.first { $0.id == id }?.spend
                case .organization(let id): organizations.first { $0.id == id }?.spend
                case .organizationMember(let id): organizationMembers.first { $0.id == id }?.spend
                case .endUser(let id): endUsers.first { $0.id == id }?.spend
                }
        }
        return spends
    }
}
