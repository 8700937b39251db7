@testable import Store

/// A random course of charges, flushes, reads, resets and moves, beside a plain model of them.
///
/// The model: what a row has in truth is what the database holds, and every event not yet in it.
struct SpendWalk {
    var bench: CacheBench
    var random: SeededRandom
    /// Events that the database does not hold.
    private var unflushed: [SpendCharges] = []
    /// All of them together.
    private var unflushedSum = SpendCharges()
    /// The open flush: how many of `unflushed` it has taken, and what it returned, if committed.
    private var flush: Flush?
    private var flights: [Flight] = []
    private var loading: Set<String> = []
    /// Changes by others that we have not heard of.
    private var unheard: [RowReference] = []
    private var unheardMoves: [KeyMove] = []
    /// The hash that each key has in the database.
    private var hashes: [TokenHash]
    private var former: [TokenHash: Int] = [:]
    private var nextHash = 100
    private(set) var trace: WalkTrace?

    private struct Flush {
        var charges: SpendCharges
        var count: Int
        var isCommitted = false
        var spends: [SpendEntity: Money] = [:]
    }

    /// A statement on its way: it sees the database at some moment before it ends.
    private final class Flight {
        let name: String
        let look: (CacheBench) -> Void
        let finish: (inout SpendWalk) -> Void
        let fail: (inout SpendWalk) -> Void

        init(
            _ name: String,
            look: @escaping (CacheBench) -> Void,
            finish: @escaping (inout SpendWalk) -> Void,
            fail: @escaping (inout SpendWalk) -> Void
        ) {
            self.name = name
            self.look = look
            self.finish = finish
            self.fail = fail
        }
    }

    private final class Seen<Row> {
        var rows: [Row]
        init(_ rows: [Row]) { self.rows = rows }
    }

    static let teams = ["t", "s"]
    static let endUsers = ["a", "b", "c", "d"]

    init(seed: UInt64, isTraced: Bool = false) {
        random = SeededRandom(seed: seed)
        if isTraced { trace = WalkTrace() }
        var limits = AccountLimits()
        limits.endUsers = 2
        limits.idsPerRead = 2
        hashes = (0..<3).map { Sample.token($0) }
        var rows: [any AccountRow] = (0..<3).map { Sample.key($0) }
        rows += Self.teams.map { Sample.team($0) } as [any AccountRow]
        rows += Self.endUsers.map { Sample.endUser($0) } as [any AccountRow]
        bench = CacheBench(rows, limits: limits)
        for (number, hash) in hashes.enumerated() { former[hash] = number }
    }
}

// MARK: - What may happen

extension SpendWalk {
    mutating func step() {
        switch random.next(below: 13) {
        case 0, 1: charge()
        case 2: drop()
        case 3: beginFlush()
        case 4: commit()
        case 5: endFlush()
        case 6: send()
        case 7: land()
        case 8: see()
        case 9: reset()
        case 10: hear()
        case 11: beginLoad()
        default: ask()
        }
        if random.chance(1) { moveKey() }
        if random.chance(1) { makeUpMove() }
    }

    private mutating func charge() {
        let event = Sample.event(
            random.next(below: 100),
            key: former.keys.sorted().randomElement(using: &random) ?? hashes[0],
            team: Self.teams.randomElement(using: &random),
            endUser: Self.endUsers.randomElement(using: &random)
        )
        let charges = SpendCharges([event])
        note("charge \(charges.sorted)")
        unflushed.append(charges)
        unflushedSum.add(charges, 1)
        bench.cache.add(charges)
    }

    private mutating func drop() {
        guard unflushed.count > flush?.count ?? 0 else { return }
        note("drop")
        let charges = unflushed.removeLast()
        unflushedSum.add(charges, -1)
        bench.cache.drop(charges)
    }

    private mutating func beginFlush() {
        guard flush == nil else { return }
        let charges = unflushed.reduce(SpendCharges(), +)
        flush = Flush(charges: charges, count: unflushed.count)
        note("flush begins: \(charges.sorted)")
        bench.cache.beginFlush(charges.sorted.map(\.key))
    }

    private mutating func commit() {
        guard var open = flush, !open.isCommitted else { return }
        note("flush commits")
        open.isCommitted = true
        for (entity, amount) in open.charges.amounts {
            let row = current(entity)
            set(row, stored(row) + amount)
        }
        for entity in open.charges.entities {
            open.spends[current(entity)] = stored(current(entity))
        }
        unflushed.removeFirst(open.count)
        unflushedSum.add(open.charges, -1)
        open.count = 0
        flush = open
    }

    /// The answer to COMMIT may have been lost, or lack rows.
    private mutating func endFlush() {
        guard let open = flush else { return }
        flush = nil
        var spends = random.chance(80) ? open.spends : [:]
        if let lacking = open.charges.sorted.randomElement(using: &random), random.chance(20) {
            spends[current(lacking.key)] = nil
        }
        note("flush ends, \(open.isCommitted ? "committed" : "rolled back"): \(spends.count) rows")
        _ = bench.cache.endFlush(
            committed: open.isCommitted ? open.charges : nil,
            spends: spends
        )
    }

    private mutating func reset() {
        let entity = entities.randomElement(using: &random) ?? .team("t")
        note("reset \(entity)")
        set(entity, .zero)
        unheard.append(reference(entity))
        if random.chance(50) { hear() }
    }

    private mutating func moveKey() {
        guard unheardMoves.count < 2 else { return }
        let number = random.next(below: hashes.count)
        let old = hashes[number]
        // A made-up move that comes true in its first half cannot be told from one.
        guard !bench.cache.keyMoveProposals.names(old: old) else { return }
        let new = Sample.token(nextHash)
        nextHash += 1
        var row = Sample.key(0)
        row.token = new
        row.spend = stored(.key(old))
        note("move \(old) to \(new)")
        bench.delete(.key(old))
        bench.put(row)
        hashes[number] = new
        former[new] = number
        unheard += [.key(old), .key(new)]
        unheardMoves.append(KeyMove(from: old, to: new))
    }

    /// Somebody tells of a move that was not: of a key that is there.
    private mutating func makeUpMove() {
        guard let from = hashes.randomElement(using: &random),
            let to = hashes.randomElement(using: &random)
        else { return }
        note("a notice makes up a move of \(from) to \(to)")
        bench.cache.proposeKeyMoves([KeyMove(from: from, to: to)])
        _ = bench.cache.notice([.key(from), .key(to)], wholeTables: [], now: bench.now)
    }

    private mutating func hear() {
        note("hear of \(unheard.count) changes, \(unheardMoves.count) moves")
        bench.cache.proposeKeyMoves(unheardMoves)
        _ = bench.cache.notice(unheard, wholeTables: [], now: bench.now)
        unheard = []
        unheardMoves = []
    }

    private mutating func ask() {
        let endUser = Self.endUsers.randomElement(using: &random)
        _ = bench.ask(hashes[random.next(below: hashes.count)], endUser: endUser)
    }
}

// MARK: - Statements

extension SpendWalk {
    private mutating func send() {
        send(KeyRow.self)
        send(TeamRow.self)
        send(EndUserRow.self)
    }

    private mutating func send<Row: AccountRow>(_ row: Row.Type) {
        guard let read = bench.take(row) else { return }
        let seen = Seen(read.rows)
        note("send: read \(read.batch.ids)")
        flights.append(
            Flight(
                "read \(read.batch.ids)",
                look: { bench in
                    seen.rows = bench.stored(row).filter { read.batch.ids.contains($0.id) }
                },
                finish: { $0.bench.finish(SentRead(batch: read.batch, rows: seen.rows)) },
                fail: { $0.bench.fail(read) }
            )
        )
    }

    private mutating func beginLoad() {
        if random.chance(50) { beginLoad(KeyRow.self) } else { beginLoad(TeamRow.self) }
    }

    private mutating func beginLoad<Row: AccountRow>(_ row: Row.Type) {
        guard loading.insert("\(row)").inserted else { return }
        // Full reads are minutes apart: a notice is not under way for two of them.
        let proposals = bench.cache.keyMoveProposals
        if unheardMoves.contains(where: { proposals.names(new: $0.from) }) { hear() }
        let begin = bench.cache.beginLoad(of: row, expectedRows: 0)
        note("begin: load \(row)")
        let seen = Seen(bench.stored(row))
        flights.append(
            Flight(
                "load \(row)",
                look: { seen.rows = $0.stored(row) },
                finish: { walk in
                    _ = walk.bench.cache.applyLoad(seen.rows, startedAt: begin)
                    _ = walk.bench.cache.endLoad(of: row, startedAt: begin)
                    walk.loading.remove("\(row)")
                },
                fail: { walk in
                    walk.bench.cache.closeLoad(of: row, startedAt: begin)
                    walk.loading.remove("\(row)")
                }
            )
        )
    }

    /// One of the statements sees the database as it is now.
    private mutating func see() {
        guard let flight = flights.randomElement(using: &random) else { return }
        note("see: \(flight.name)")
        flight.look(bench)
    }

    private mutating func land() {
        guard !flights.isEmpty else { return }
        let flight = flights.remove(at: random.next(below: flights.count))
        let succeeds = random.chance(85)
        note("\(succeeds ? "answer" : "failure"): \(flight.name)")
        if succeeds { flight.finish(&self) } else { flight.fail(&self) }
    }

    /// Lets everything end that is under way, and hears everything.
    mutating func settle() {
        commit()
        endFlush()
        hear()
        while let flight = flights.popLast() { flight.finish(&self) }
        for _ in 0..<4 {
            _ = bench.cache.retryFailedReads()
            bench.readAll()
        }
    }

    /// Books everything, so that nothing is pending.
    mutating func flushAll() {
        beginFlush()
        settle()
        bench.load(KeyRow.self)
        bench.load(TeamRow.self)
        _ = bench.cache.endFlush(committed: nil, spends: [:])
    }
}

// MARK: - Truth

extension SpendWalk {
    var entities: [SpendEntity] {
        hashes.map { .key($0) } + Self.teams.map { .team(TextID($0)) }
            + Self.endUsers.map { .endUser(TextID($0)) }
    }

    /// Until reads have proved a move, it is not known whose the pending spend is.
    var isMoveProved: Bool { unheardMoves.isEmpty && bench.cache.keyMoveProposals.isEmpty }

    /// What is spent in truth.
    var truth: [SpendEntity: Money] {
        var truth: [SpendEntity: Money] = [:]
        for entity in entities { truth[entity] = stored(entity) }
        for (entity, amount) in unflushedSum.amounts where amount != .zero {
            truth[current(entity), default: .zero] += amount
        }
        return truth
    }

    /// What memory has, if it has the row.
    func memory(_ entity: SpendEntity) -> Money? {
        switch entity {
        case .key(let id): bench.spend(KeyRow.self, id)
        case .team(let id): bench.spend(TeamRow.self, id)
        case .endUser(let id): bench.spend(EndUserRow.self, id)
        case .user, .teamMember, .organization, .organizationMember: nil
        }
    }

    private func current(_ entity: SpendEntity) -> SpendEntity {
        guard case .key(let token) = entity, let number = former[token] else { return entity }
        return .key(hashes[number])
    }

    private func reference(_ entity: SpendEntity) -> RowReference {
        switch entity {
        case .key(let id): .key(id)
        case .team(let id): .team(id)
        case .endUser(let id): .endUser(id)
        case .user(let id): .user(id)
        case .organization(let id): .organization(id)
        case .teamMember(let id): .teamMember(id)
        case .organizationMember(let id): .organizationMember(id)
        }
    }

    private func stored(_ entity: SpendEntity) -> Money {
        bench.rows[reference(entity)]?.spend ?? .zero
    }

    private mutating func set(_ entity: SpendEntity, _ spend: Money) {
        guard var row = bench.rows[reference(entity)] else { return }
        row.spend = spend
        bench.put(row)
    }
}

// MARK: - Traces

extension SpendWalk {
    private func note(_ event: @autoclosure () -> String) { trace?.events.append(event()) }
}

extension SpendCharges {
    fileprivate mutating func add(_ charges: SpendCharges, _ sign: Int128) {
        for (entity, amount) in charges.amounts {
            add(Money(picodollars: sign * amount.picodollars), to: entity)
        }
    }

    /// In an order that does not hang on hashes.
    fileprivate var sorted: [(key: SpendEntity, value: Money)] {
        amounts.sorted { "\($0.key)" < "\($1.key)" }
    }
}
