import Store
import Testing

@Suite struct GrantTableTests {
    private static func id(_ number: UInt64, endUser: String? = nil) throws -> GrantID {
        try #require(
            GrantID(token: nil, endUserID: endUser, secret: GrantSecret(7, number))
        )
    }

    private static func grant(
        _ number: UInt64,
        owner: UInt32 = 1_000,
        deadline: Int64 = 100,
        hold: Grant<String>.Hold = .deadline
    ) throws -> Grant<String> {
        var grant = Grant(
            id: try id(number),
            owner: owner,
            charges: [GrantCharge("key")],
            deadline: deadline
        )
        grant.estimatedTokens = Int64(number)
        grant.hold = hold
        return grant
    }

    private static func table(
        _ grants: Grant<String>...,
        limits: GrantLimits = GrantLimits()
    )
        -> GrantBench
    {
        let table = GrantBench(limits)
        for grant in grants { #expect(table.take(grant)) }
        return table
    }

    @Test func `a grant is settled once, and then says how`() throws {
        let grant = try Self.grant(1)
        let table = Self.table(grant)
        #expect(table.settle(grant.id, by: 1_000, receipt: 55) == .open(grant))
        #expect(table.count == 0)
        #expect(table.settle(grant.id, by: 1_000, receipt: 56) == .settled(receipt: 55))
        #expect(table.settle(grant.id, by: 1_000, receipt: 57) == .settled(receipt: 55))
        #expect(table.release(grant.id, by: 1_000) == .settled(receipt: 55))
    }

    @Test func `only the uid that took it may use it`() throws {
        let grant = try Self.grant(1)
        let table = Self.table(grant)
        #expect(table.settle(grant.id, by: 0, receipt: 55) == .refused)
        #expect(table.release(grant.id, by: 1_001) == .refused)
        #expect(table.renew(grant.id, by: 1_001, deadline: 900) == .refused)
        #expect(table.count == 1)
        _ = table.settle(grant.id, by: 1_000, receipt: 55)
        #expect(table.settle(grant.id, by: 1_001, receipt: 56) == .refused)
    }

    @Test func `an altered id settles nothing`() throws {
        let grant = try Self.grant(1)
        let table = Self.table(grant)
        let altered = try Self.id(1, endUser: "mallory")
        #expect(table.settle(altered, by: 1_000, receipt: 55) == .refused)
        #expect(table.settle(try Self.id(2), by: 1_000, receipt: 55) == .unknown)
        #expect(table.settle(grant.id, by: 1_000, receipt: 56) == .open(grant))
        #expect(table.settle(altered, by: 1_000, receipt: 57) == .refused)
    }

    @Test func `a settlement after the deadline is told apart, and is one only once`() throws {
        let grant = try Self.grant(1, deadline: 100)
        let table = Self.table(grant)
        #expect(table.endNext(at: 99) == nil)
        #expect(table.endNext(at: 100) == grant)
        #expect(table.endNext(at: 100) == nil)
        #expect(table.settle(grant.id, by: 1_000, receipt: 55) == .over(grant))
        #expect(table.settle(grant.id, by: 1_000, receipt: 56) == .settled(receipt: 55))
    }

    @Test func `a settlement that no daemon remembers is one only once, too`() throws {
        let table = GrantBench()
        let id = try Self.id(1)
        #expect(table.settle(id, by: 1_000, receipt: 55) == .unknown)
        #expect(table.settle(id, by: 1_000, receipt: 56) == .settled(receipt: 55))
        #expect(table.settle(id, by: 1_001, receipt: 57) == .refused)
        #expect(table.release(try Self.id(2), by: 1_000) == .unknown)
        #expect(table.renew(try Self.id(2), by: 1_000, deadline: 9) == .unknown)
    }

    @Test func `a settlement that could not be kept is undone`() throws {
        let open = try Self.grant(1)
        let late = try Self.grant(2, deadline: 50)
        let table = Self.table(open, late)
        _ = table.endNext(at: 50)
        for id in [open.id, late.id, try Self.id(3)] {
            let answer = table.settle(id, by: 1_000, receipt: 55)
            table.undoSettlement(id, answered: answer)
            #expect(table.settle(id, by: 1_000, receipt: 56) == answer)
            let again = table.settle(id, by: 1_000, receipt: 57)
            table.undoSettlement(id, answered: again)
            #expect(table.settle(id, by: 1_000, receipt: 58) == .settled(receipt: 56))
        }
    }

    @Test func `a settlement that was undone before is remembered as long as any other`() throws {
        let (grant, other) = (try Self.grant(1), try Self.grant(2))
        var limits = GrantLimits()
        limits.remembered = 2
        let table = Self.table(grant, other, limits: limits)
        for _ in 0..<3 {
            table.undoSettlement(grant.id, answered: table.settle(grant.id, by: 1_000, receipt: 55))
        }
        _ = table.settle(grant.id, by: 1_000, receipt: 56)
        _ = table.settle(other.id, by: 1_000, receipt: 57)
        #expect(table.settle(grant.id, by: 1_000, receipt: 58) == .settled(receipt: 56))
    }

    @Test func `an undone settlement keeps deadline and connection`() throws {
        let grant = try Self.grant(1, deadline: 100, hold: .connection(4))
        let table = Self.table(grant)
        let answer = table.settle(grant.id, by: 1_000, receipt: 55)
        #expect(table.connectionEnded(4).isEmpty)
        table.undoSettlement(grant.id, answered: answer)
        #expect(table.nextDeadline == 100)
        #expect(table.connectionEnded(4) == [grant])
    }

    @Test func `a released grant is free at once, and booked all the same`() throws {
        let grant = try Self.grant(1)
        let table = Self.table(grant)
        #expect(table.release(grant.id, by: 1_000) == .open(grant))
        #expect(table.count == 0)
        #expect(table.nextDeadline == nil)
        #expect(table.release(grant.id, by: 1_000) == .over(grant))
        #expect(table.settle(grant.id, by: 1_000, receipt: 5) == .over(grant))
    }

    @Test func `a renewed grant lives on`() throws {
        var grant = try Self.grant(1, deadline: 100)
        let table = Self.table(grant)
        grant.deadline = 200
        #expect(table.renew(grant.id, by: 1_000, deadline: 200) == .open(grant))
        #expect(table.endNext(at: 199) == nil)
        #expect(table.nextDeadline == 200)
        #expect(table.endNext(at: 200) == grant)
        #expect(table.renew(grant.id, by: 1_000, deadline: 300) == .over(grant))
    }

    @Test func `a renewal may shorten, too`() throws {
        let grant = try Self.grant(1, deadline: 100)
        let table = Self.table(grant)
        _ = table.renew(grant.id, by: 1_000, deadline: 50)
        #expect(table.nextDeadline == 50)
        #expect(table.endNext(at: 50)?.id == grant.id)
        #expect(table.endNext(at: 1_000) == nil)
    }

    @Test func `the end of a connection ends what it holds, and nothing else`() throws {
        let held = try Self.grant(1, hold: .connection(4))
        let other = try Self.grant(2, hold: .connection(5))
        let free = try Self.grant(3)
        let table = Self.table(held, other, free)
        #expect(table.connectionEnded(4) == [held])
        #expect(table.connectionEnded(4).isEmpty)
        #expect(table.count == 2)
        #expect(table.settle(held.id, by: 1_000, receipt: 5) == .over(held))
        #expect(table.endNext(at: 100) != nil && table.endNext(at: 100) != nil)
        #expect(table.connectionEnded(5).isEmpty)
    }

    @Test func `one user's processes leave room for those of others`() throws {
        var limits = GrantLimits()
        (limits.open, limits.openPerOwner) = (3, 2)
        let table = GrantBench(limits)
        let mine = try (0..<3).map { try Self.grant($0) }
        #expect(table.take(mine[0]) && table.take(mine[1]) && !table.take(mine[2]))
        #expect(table.fullBound(for: 1_000) == 2 && table.fullBound(for: 7) == nil)
        let others = try Self.grant(3, owner: 7)
        #expect(table.take(others))
        #expect(table.fullBound(for: 7) == 3)
        _ = table.release(mine[0].id, by: 1_000)
        #expect(table.take(mine[2]))
    }

    @Test func `deadlines end in their order`() throws {
        let table = GrantBench()
        var random = SeededRandom(seed: 9)
        var expected: [Int64] = []
        for number in 0..<500 {
            let deadline = Int64(random.next(below: 1_000))
            expected.append(deadline)
            #expect(table.take(try Self.grant(UInt64(number), deadline: deadline)))
        }
        var ended: [Int64] = []
        while let grant = table.endNext(at: 1_000) { ended.append(grant.deadline) }
        #expect(ended == expected.sorted())
    }

    @Test func `so many are open and no more`() throws {
        var limits = GrantLimits()
        limits.open = 2
        let table = Self.table(try Self.grant(1), limits: limits)
        #expect(table.hasRoom)
        #expect(table.take(try Self.grant(2)))
        #expect(!table.hasRoom)
        #expect(!table.take(try Self.grant(3)))
        _ = table.release(try Self.id(1), by: 1_000)
        #expect(table.take(try Self.grant(3)))
    }

    @Test func `so many that are over are known and no more`() throws {
        var limits = GrantLimits()
        limits.remembered = 2
        let table = GrantBench(limits)
        for number: UInt64 in 1...3 {
            #expect(table.take(try Self.grant(number)))
            _ = table.settle(
                try Self.id(number),
                by: 1_000,
                receipt: GrantReceipt(sequence: Int64(number))
            )
        }
        #expect(table.settle(try Self.id(3), by: 1_000, receipt: 9) == .settled(receipt: 3))
        #expect(table.settle(try Self.id(2), by: 1_000, receipt: 9) == .settled(receipt: 2))
        #expect(table.settle(try Self.id(1), by: 1_000, receipt: 9) == .unknown)
    }

    @Test func `a secret is taken once`() throws {
        let grant = try Self.grant(1)
        let table = Self.table(grant)
        #expect(!table.take(grant))
        _ = table.settle(grant.id, by: 1_000, receipt: 5)
        #expect(!table.take(grant))
    }

    @Test func `a key with a new token takes its grants along`() throws {
        let open = try Self.grant(1)
        let late = try Self.grant(2, deadline: 50)
        let table = Self.table(open, late)
        _ = table.endNext(at: 50)
        table.move(from: "key", to: "new key")
        for id in [open.id, late.id] {
            let charges: [GrantCharge<String>]? =
                switch table.settle(id, by: 1_000, receipt: 5) {
                case .open(let grant), .over(let grant): grant.charges
                case .settled, .unknown, .refused: nil
                }
            #expect(charges == [GrantCharge("new key")])
        }
    }
}

/// A table that can be asked within an expectation, which copies no mutating call.
private final class GrantBench {
    private var table: GrantTable<String>

    init(_ limits: GrantLimits = GrantLimits()) {
        table = GrantTable(limits: limits)
    }

    var count: Int { table.count }
    var hasRoom: Bool { table.fullBound(for: 1_000) == nil }
    func fullBound(for owner: UInt32) -> Int? { table.fullBound(for: owner) }
    var nextDeadline: Int64? { table.nextDeadline }

    func take(_ grant: Grant<String>) -> Bool { table.take(grant) }

    func settle(_ id: GrantID, by owner: UInt32, receipt: GrantReceipt) -> GrantAnswer<String> {
        table.settle(id, by: owner, receipt: receipt)
    }

    func undoSettlement(_ id: GrantID, answered answer: GrantAnswer<String>) {
        table.undoSettlement(id, answered: answer)
    }

    func release(_ id: GrantID, by owner: UInt32) -> GrantAnswer<String> {
        table.release(id, by: owner)
    }

    func renew(_ id: GrantID, by owner: UInt32, deadline: Int64) -> GrantAnswer<String> {
        table.renew(id, by: owner, deadline: deadline)
    }

    func endNext(at now: Int64) -> Grant<String>? { table.endNext(at: now) }

    func connectionEnded(_ connection: UInt64) -> [Grant<String>] {
        table.connectionEnded(connection)
    }

    func move(from old: String, to new: String) { table.move { $0 == old ? new : nil } }
}
