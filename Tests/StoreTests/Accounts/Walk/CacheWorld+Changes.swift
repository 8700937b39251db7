@testable import Store

/// What a listener is told.
enum WalkNotice {
    case row(RowReference)
    case table(CachedTable)
    case probe(sentAt: Moment)
    /// Not sent: all of this commit has been told.
    case end(commit: Int)
}

// MARK: - Commits

extension CacheWorld {
    /// What is there before anybody looks.
    mutating func fill() {
        for reference in tokens.prefix(6).map(RowReference.key) + Self.others {
            write([(reference, makeRow(reference))])
        }
    }

    mutating func changeSomething() {
        guard !isDatabaseAway else { return }
        switch random.next(below: 20) {
        case 0: truncate()
        case 1, 2: rotate()
        case 3: changeRotation()
        case 4...6: write([change(of: random.pick(Self.others)), change(ofKey: pickToken())])
        case 7...10: writeOurselves(change(ofKey: pickToken()))
        case 11...14: write([change(ofKey: pickToken())])
        default: write([change(of: random.pick(Self.others))])
        }
    }

    /// Tokens of now, mostly, and some that nobody ever made.
    mutating func pickToken() -> TokenHash { random.pick(tokens) }

    private mutating func change(of reference: RowReference) -> WalkDatabase.Change {
        let isGone = database.current(reference) != nil && random.chance(30)
        return (reference, isGone ? nil : makeRow(reference))
    }

    /// A token that was rotated away is never made again: nobody draws the same one twice.
    private mutating func change(ofKey token: TokenHash) -> WalkDatabase.Change {
        guard database.history(.deprecatedKey(token)).was(since: 0, { $0 != nil }) else {
            return change(of: .key(token))
        }
        return (.key(token), nil)
    }

    /// Regenerate: the primary key changes, mostly with a grace for the old one.
    private mutating func rotate() {
        let old = pickToken()
        guard let row = database.current(.key(old)) as? KeyRow else { return }
        tokens.removeFirst()
        let new = Sample.token(Int(requestCount) + 1_000 + database.commit)
        tokens.append(new)
        var moved = row
        moved.token = new
        let key: [WalkDatabase.Change] = [(.key(old), nil), (.key(new), moved)]
        guard random.chance(80) else { return write(key) }
        let grace: WalkDatabase.Change = (.deprecatedKey(old), makeRotation(old, to: new))
        // Rotations that led to the old one are led on, or end.
        let earlier = random.chance(50) ? rotations(to: old) : []
        let led = earlier.map { rotation -> WalkDatabase.Change in
            (.deprecatedKey(rotation.token), makeRotation(rotation.token, to: new))
        }
        if random.chance(30) {
            write([grace])
            write(key + led)
        } else {
            write(key + [grace] + led)
        }
    }

    private func rotations(to token: TokenHash) -> [DeprecatedKeyRow] {
        database.rows(of: DeprecatedKeyRow.self).filter { $0.activeToken == token }
    }

    /// Its grace is made longer or shorter, or it is purged.
    private mutating func changeRotation() {
        let rotations = database.rows(of: DeprecatedKeyRow.self)
        guard !rotations.isEmpty else { return }
        let rotation = random.pick(rotations)
        guard database.current(.key(rotation.token)) == nil else { return }
        let isGone = random.chance(40)
        let later = isGone ? nil : makeRotation(rotation.token, to: rotation.activeToken)
        write([(.deprecatedKey(rotation.token), later)])
    }

    private mutating func truncate() {
        let (table, row) = random.pick(Self.tables)
        let references = references(of: row)
        database.write(references.map { ($0, nil) })
        note("commit \(database.commit): truncate \(table)")
        announce([.table(table)])
    }

    private func references<Row: AccountRow>(of row: Row.Type) -> [RowReference] {
        database.rows(of: row).map(\.reference)
    }

    private mutating func write(_ changes: [WalkDatabase.Change]) {
        database.write(changes)
        for change in changes {
            note(
                "commit \(database.commit): \(change.reference) \(change.row == nil ? "gone" : "")"
            )
        }
        announce(changes.map { .row($0.reference) })
    }

    /// Whoever asks after this must not see what was there before.
    private mutating func writeOurselves(_ change: WalkDatabase.Change) {
        write([change])
        note("own write")
        take(cache.notice([change.reference], wholeTables: [], now: now))
        ownWrites[change.reference] = database.commit
    }
}

// MARK: - Notices

extension CacheWorld {
    private mutating func announce(_ told: [WalkNotice]) {
        guard notices != nil, !isLinkDead else { return }
        notices?.append(contentsOf: told + [.end(commit: database.commit)])
    }

    /// One wake-up of the listener.
    mutating func hearSome() {
        guard let waiting = notices, !waiting.isEmpty, !isDatabaseAway else { return }
        let count = 1 + random.next(below: min(waiting.count, 8))
        notices?.removeFirst(count)
        hear(Array(waiting.prefix(count)))
    }

    /// Anybody may send notices that mean nothing.
    mutating func hearJunk() {
        guard notices != nil else { return }
        let rows = (0..<4).map { _ -> RowReference in
            switch random.next(below: 5) {
            case 0, 1: .key(pickToken())
            case 2: .deprecatedKey(pickToken())
            case 3: .team(TextID("junk \(random.next(below: 50))"))
            default: random.pick(Self.others)
            }
        }
        hear(rows.map { .row($0) } + (random.chance(3) ? [.table(random.pick(Self.tables).0)] : []))
    }

    private mutating func hear(_ told: [WalkNotice]) {
        note("hear \(told)")
        var rows: [RowReference] = []
        var tables: Set<CachedTable> = []
        var last = heard
        for notice in told {
            switch notice {
            case .row(let reference): rows.append(reference)
            case .table(let table): tables.insert(table)
            case .probe(let sentAt): cache.currency.probeArrived(sentAt: sentAt)
            case .end(let commit): last = commit
            }
        }
        take(cache.notice(rows, wholeTables: tables, now: now))
        heard = last
        if cache.freshness == .fresh(.notices) { floor = max(floor, heard) }
    }

    mutating func take(_ outcome: NoticeOutcome) {
        pendingReloads.formUnion(outcome.reloads)
    }
}
