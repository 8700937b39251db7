import Store
import Testing

@Suite struct GrantWalkTests {
    private static let seeds: [UInt64] = [1, 2, UInt64.random(in: 3...UInt64.max)]

    @Test(arguments: seeds)
    func `on a random walk money and slots are what the open grants hold`(seed: UInt64) throws {
        var walk = GrantWalk(seed: seed)
        for step in 0..<100_000 {
            guard let fault = walk.step() else { continue }
            Issue.record("seed \(seed), step \(step): \(fault)")
            return
        }
        #expect(walk.taken > 1_000 && walk.refused > 1_000)
    }
}

/// Money, a gauge and grants as admission joins them; beside them a plain list of who holds what.
private struct GrantWalk {
    private var random: SeededRandom
    private var table = GrantTable<Int>()
    private var gauge = ParallelGauge()
    private var money = Reservations(spend: .zero)
    private var now: Int64 = 0
    private(set) var taken = 0
    private(set) var refused = 0

    /// The model: every grant that was ever taken lately, whether it is over, and its receipt.
    private var model: [Entry] = []
    private var spent: Int64 = 0

    private static let budget: Int64 = 60
    private static let slots = 6

    private struct Entry {
        var grant: Grant<Int>
        var isOver = false
        var receipt: Int64?
        var cost: Int64 { grant.estimatedTokens }
    }

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    mutating func step() -> String? {
        now += Int64(random.next(below: 4))
        let fault: String? =
            switch random.next(below: 12) {
            case 0..<5: take()
            case 5..<8: settle()
            case 8: release()
            case 9: renew()
            case 10: endConnection()
            default: startAgain()  // the rest of the numbers
            }
        return fault ?? endDue() ?? compare()
    }

    private var held: [Entry] { model.filter { !$0.isOver } }

    private mutating func take() -> String? {
        let cost = Int64(random.next(below: 20))
        let fits = spent + held.reduce(0) { $0 + $1.cost } + cost <= Self.budget
        let isBelow = spent + held.reduce(0) { $0 + $1.cost } < Self.budget
        let expected = fits && isBelow && held.count < Self.slots
        let verdict = BudgetRules.verdict(
            .key,
            money,
            limit: Self.units(Self.budget),
            estimate: Self.units(cost)
        )
        let found = verdict.passes && gauge.taken < Int64(Self.slots)
        guard found == expected else { return "verdict \(found), expected \(expected)" }
        guard expected, var grant = next() else {
            refused += 1
            return nil
        }
        grant.estimatedTokens = cost
        if random.chance(30) { grant.hold = .connection(UInt64(random.next(below: 3))) }
        guard table.take(grant) else { return "no room" }
        money.reserve(Self.units(cost))
        gauge.take()
        model.append(Entry(grant: grant))
        if model.count > 40 { model.removeAll { $0.isOver } }
        taken += 1
        return nil
    }

    private mutating func next() -> Grant<Int>? {
        let secret = GrantSecret(random.next(), random.next())
        return GrantID(token: nil, endUserID: nil, secret: secret).map {
            Grant(id: $0, owner: 1, charges: [], deadline: now + Int64(random.next(below: 40)))
        }
    }

    private mutating func settle() -> String? {
        guard !model.isEmpty else { return nil }
        let index = random.next(below: model.count)
        let entry = model[index]
        let answer = table.settle(entry.grant.id, by: 1, receipt: GrantReceipt(sequence: now))
        guard answer == expected(entry) else { return "settling \(entry): \(answer)" }
        guard entry.receipt == nil else { return nil }
        let cost = Int64(random.next(below: 4))
        if !entry.isOver {
            money.free(Self.units(entry.cost))
            gauge.free()
        }
        spent += cost
        money.spend = Self.units(spent)
        model[index].isOver = true
        model[index].receipt = now
        return nil
    }

    private func expected(_ entry: Entry) -> GrantAnswer<Int> {
        if let receipt = entry.receipt { return .settled(receipt: GrantReceipt(sequence: receipt)) }
        return entry.isOver ? .over(entry.grant) : .open(entry.grant)
    }

    private mutating func release() -> String? {
        guard !model.isEmpty else { return nil }
        let index = random.next(below: model.count)
        let entry = model[index]
        let answer = table.release(entry.grant.id, by: 1)
        guard answer == expected(entry) else { return "releasing \(entry): \(answer)" }
        if !entry.isOver { free(index) }
        return nil
    }

    private mutating func renew() -> String? {
        guard !model.isEmpty else { return nil }
        let index = random.next(below: model.count)
        let deadline = now + 1 + Int64(random.next(below: 60))
        if !model[index].isOver { model[index].grant.deadline = deadline }
        let answer = table.renew(model[index].grant.id, by: 1, deadline: deadline)
        return answer == expected(model[index]) ? nil : "renewing \(model[index]): \(answer)"
    }

    private mutating func endConnection() -> String? {
        let connection = UInt64(random.next(below: 3))
        let ended = Set(table.connectionEnded(connection).map(\.id))
        let indices = model.indices.filter {
            !model[$0].isOver && model[$0].grant.hold == .connection(connection)
        }
        guard ended == Set(indices.map { model[$0].grant.id }) else { return "connection" }
        for index in indices { free(index) }
        return nil
    }

    private mutating func endDue() -> String? {
        while let grant = table.endNext(at: now) {
            let index = model.firstIndex { $0.grant.id == grant.id && !$0.isOver }
            guard let index, grant.deadline <= now else { return "ended \(grant)" }
            free(index)
        }
        return held.allSatisfy { $0.grant.deadline > now } ? nil : "not ended at \(now)"
    }

    /// A new period: the row's spend is 0 again.
    private mutating func startAgain() -> String? {
        guard random.chance(20) else { return nil }
        money.spend = .zero
        spent = 0
        return nil
    }

    private mutating func free(_ index: Int) {
        money.free(Self.units(model[index].cost))
        gauge.free()
        model[index].isOver = true
    }

    private func compare() -> String? {
        guard gauge.taken == Int64(held.count), table.count == held.count else { return "slots" }
        let cost = held.reduce(0) { $0 + $1.cost }
        guard money.reserved == Self.units(cost), money.used == Self.units(cost + spent) else {
            return "money: \(money)"
        }
        let earliest = held.map(\.grant.deadline).min()
        var copy = table
        return copy.nextDeadline == earliest ? nil : "next deadline"
    }

    private static func units(_ count: Int64) -> Money {
        Money(picodollars: Int128(count))
    }
}
