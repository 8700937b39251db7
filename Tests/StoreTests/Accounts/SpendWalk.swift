@testable import Store

/// A random course of charges, flushes, reads, resets and moves, beside a plain model of them.
///
/// The model: what a row has in truth is what the database holds, and every event not yet in it.
struct SpendWalk {
    var bench: CacheBench
    var random: SeededRandom
    /// Events that the database does not hold.
    private var unflushed: [SpendCharges] = []
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

    private struct Flush {
        var charges: SpendCharges
        var count: Int
        var isCommitted = false
        var spends: [SpendEntity: Money] = [:]
    }

    /// A statement on its way: it sees the database at some moment before it ends.
    private final class Flight {
        let look: (CacheBench) -> Void
        let finish: (inout SpendWalk) -> Void
        let fail: (inout SpendWalk) -> Void

        init(
            look: @escaping (CacheBench) -> Void,
            finish: @escaping (inout SpendWalk) -> Void,
            fail: @escaping (inout SpendWalk) -> Void
        ) {
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

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
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
    }

    private mutating func charge() {
        let event = Sample.event(
            random.next(below: 100),
            key: former.keys.sorted().randomElement(using: &random) ?? hashes[0],
            team: Self.teams.randomElement(using: &random),
            endUser: Self.endUsers.randomElement(using: &random)
        )
        unflushed.append(SpendCharges([event]))
        bench.cache.add(SpendCharges([event]))
    }

    private mutating func drop() {
        guard unflushed.count > flush?.count ?? 0 else { return }
        bench.cache.drop(unflushed.removeLast())
    }

    private mutating func beginFlush() {
        guard flush == nil else { return }
        let charges = unflushed.reduce(SpendCharges(), +)
        flush = Flush(charges: charges, count: unflushed.count)
        bench.cache.beginFlush(charges.entities)
    }

    private mutating func commit() {
        guard var open = flush, !open.isCommitted else { return }
        open.isCommitted = true
        for (entity, amount) in open.charges.amounts {
            let row = current(entity)
            set(row, stored(row) + amount)
        }
        for entity in open.charges.entities {
            open.spends[current(entity)] = stored(current(entity))
        }
        unflushed.removeFirst(open.count)
        open.count = 0
        flush = open
    }

    private mutating func endFlush() {
        guard let open = flush else { return }
        flush = nil
        let spends = random.chance(80) ? open.spends : [:]
        _ = bench.cache.endFlush(
            committed: open.isCommitted ? open.charges : nil,
            spends: spends
        )
    }

    private mutating func reset() {
        let entity = entities.randomElement(using: &random) ?? .team("t")
        set(entity, .zero)
        unheard.append(reference(entity))
        if random.chance(50) { hear() }
    }

    private mutating func moveKey() {
        guard unheardMoves.isEmpty, isMoveProved else { return }
        let number = random.next(below: hashes.count)
        let old = hashes[number]
        let new = Sample.token(nextHash)
        nextHash += 1
        var row = Sample.key(0)
        row.token = new
        row.spend = stored(.key(old))
        bench.delete(.key(old))
        bench.put(row)
        hashes[number] = new
        former[new] = number
        unheard += [.key(old), .key(new)]
        unheardMoves.append(KeyMove(from: old, to: new))
    }

    private mutating func hear() {
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
        flights.append(
            Flight(
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
        let begin = bench.cache.beginLoad(of: row, expectedRows: 0)
        let seen = Seen(bench.stored(row))
        flights.append(
            Flight(
                look: { seen.rows = $0.stored(row) },
                finish: { walk in
                    _ = walk.bench.cache.applyLoad(seen.rows, startedAt: begin)
                    _ = walk.bench.cache.endLoad(of: row, startedAt: begin)
                    walk.loading.remove("\(row)")
                },
                fail: { $0.loading.remove("\(row)") }
            )
        )
    }

    /// One of the statements sees the database as it is now.
    private mutating func see() { flights.randomElement(using: &random)?.look(bench) }

    private mutating func land() {
        guard !flights.isEmpty else { return }
        let flight = flights.remove(at: random.next(below: flights.count))
        if random.chance(85) { flight.finish(&self) } else { flight.fail(&self) }
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

    func truth(_ entity: SpendEntity) -> Money {
        unflushed.flatMap(\.amounts).reduce(stored(entity)) { sum, charge in
            current(charge.key) == entity ? sum + charge.value : sum
        }
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
