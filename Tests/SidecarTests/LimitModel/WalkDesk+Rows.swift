import Wire

@testable import Sidecar
@testable import Store

/// The walk's rows as the product's database: loads, notices and reads.
extension WalkDesk {
    /// Reads all tables that are held whole.
    func load(_ rows: LedgerRows) {
        accounts.update { cache, now in
            cache.load(rows.keys)
            cache.load(rows.teams)
            cache.load(rows.users)
            cache.load(rows.organizations)
            cache.load(rows.members)
            cache.load(rows.organizationMembers)
            cache.load(rows.budgets)
            cache.load([ProxyModelRow]())
            cache.load([AccessGroupRow]())
            cache.load([ModelAliasesRow]())
            cache.load([DeprecatedKeyRow]())
            cache.resetsAreOurs = rows.jobIsOurs
            cache.currency.loaded(.notices, startedAt: now)
        }
    }

    /// Tells the cache that rows have changed, and has it read them.
    func notice(_ changed: [RowReference], _ rows: LedgerRows) {
        accounts.invalidate(rows: changed, tables: [])
        serveReads(rows)
    }

    /// Answers every read that is queued.
    func serveReads(_ rows: LedgerRows) {
        accounts.update { cache, _ in
            while let read = cache.send() {
                for end in read.ends { end(&cache, rows) }
            }
        }
    }

    /// Sends statements for what is queued; they find the rows of now, or those of their answer.
    func sendReads(_ rows: LedgerRows, seesLater: Bool) {
        guard var read = accounts.update({ cache, _ in cache.send() }) else { return }
        read.rows = seesLater ? nil : rows
        reads.withLock { $0.append(read) }
    }

    /// All statements that were sent answer.
    func finishReads(_ rows: LedgerRows) {
        let sent = reads.withLock { reads in
            defer { reads = [] }
            return reads
        }
        accounts.update { cache, _ in
            for read in sent { for end in read.ends { end(&cache, read.rows ?? rows) } }
        }
    }

    /// Whether statements are under way.
    var isReading: Bool { reads.withLock { !$0.isEmpty } }

    /// Whether nothing is under way or waits to be read.
    var isQuiet: Bool { !isReading && accounts.update { cache, _ in !cache.hasQueuedReads } }

    /// Whether the limits of an end user are known at this moment.
    func knows(endUser: String?) -> Bool {
        guard let endUser else { return true }
        return accounts.update { cache, _ in cache.endUsers.lastKnown(endUser) != nil }
    }
}

extension AccountsState {
    fileprivate mutating func load<Row: AccountRow>(_ rows: [Row]) {
        let begin = beginLoad(of: Row.self, expectedRows: rows.count)
        _ = applyLoad(rows, startedAt: begin)
        _ = endLoad(of: Row.self, startedAt: begin)
    }

    fileprivate var hasQueuedReads: Bool {
        keys.queuedReads + teams.queuedReads + users.queuedReads + organizations.queuedReads
            + teamMembers.queuedReads + organizationMembers.queuedReads + endUsers.queuedReads
            + budgets.queuedReads + deprecatedKeys.queuedReads > 0
    }

    /// One statement for each table that has reads queued; nil where none has.
    fileprivate mutating func send() -> WalkRead? {
        var read = WalkRead()
        send(\.keys, &read)
        send(\.teams, &read)
        send(\.users, &read)
        send(\.organizations, &read)
        send(\.members, &read)
        send(\.organizationMembers, &read)
        send(\.endUsers, &read)
        send(\.budgets, &read)
        send(\.noDeprecatedKeys, &read)
        return read.ends.isEmpty ? nil : read
    }

    private mutating func send<Row: AccountRow>(
        _ table: any KeyPath<LedgerRows, [Row]> & Sendable,
        _ read: inout WalkRead
    ) {
        guard let batch = takeReads(of: Row.self) else { return }
        read.ends.append { cache, rows in
            let ids = Set(batch.ids)
            _ = cache.finishReads(batch, rows: rows[keyPath: table].filter { ids.contains($0.id) })
        }
    }
}

extension LedgerRows {
    fileprivate var noDeprecatedKeys: [DeprecatedKeyRow] { [] }
}
