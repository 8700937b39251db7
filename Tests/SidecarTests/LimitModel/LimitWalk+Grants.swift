import Store
import Wire

@testable import Sidecar

/// What becomes of grants and of what is spent.
extension LimitWalk {
    private mutating func anyGrant() -> LedgerGrant? {
        guard !ledger.grants.isEmpty else { return nil }
        return random.pick(ledger.grants)
    }

    mutating func settle() throws {
        guard let grant = anyGrant() else { return try record() }
        let estimate = grant.tokens > 1_000 ? 10 : grant.tokens
        let tokens: Int128 = random.pick([0, estimate, estimate, estimate / 2, estimate + 3, 1])
        let cost = grant.call.cost ?? Money(picodollars: 1)
        let spend = random.pick([cost, cost, .zero, Money(picodollars: 1), cost + cost])
        try append(grant.call, grant, spend: min(spend, Money(picodollars: 20)), tokens: tokens)
    }

    /// An event that names its key.
    mutating func record() throws {
        let spend = random.pick([Money.zero, Money(picodollars: 1), Money(picodollars: 2)])
        try append(randomCall(), nil, spend: spend, tokens: random.pick([0, 1, 2, 5]))
    }

    private mutating func append(
        _ call: LedgerCall,
        _ grant: LedgerGrant?,
        spend: Money,
        tokens: Int128
    ) throws {
        let done = desk.settle(call, grant?.id, ledger.rows, spend: spend, tokens: Int32(tokens))
        let isKnown = grant?.isSettled == true
        note(
            "settle \(grant?.id.text.suffix(6) ?? "-") \(call) \(spend.picodollars) \(tokens) "
                + (done == nil ? "again" : "")
        )
        guard (done == nil) == isKnown else { throw disagreement("settled: \(isKnown)") }
        guard let done else { return }
        if random.chance(10) {
            note("undone")
            desk.accounts.undo(done.settlement)
            return ledger.undo(settling: grant?.id, tokens: tokens)
        }
        unflushed.append(done.event)
        ledger.settle(call, grant: grant?.id, spend: spend, tokens: tokens)
    }

    mutating func release() {
        guard let grant = anyGrant() else { return }
        let isForeign = random.chance(5)
        note("release \(grant.id.text.suffix(6))\(isForeign ? " by somebody else" : "")")
        _ = desk.accounts.release(grant.id, by: isForeign ? 7 : WalkDesk.owner)
        if !isForeign { ledger.release(grant.id) }
    }

    mutating func renew() {
        guard let grant = anyGrant() else { return }
        let milliseconds: Int64 = random.pick([1, 1_000, 60_000])
        note("renew \(grant.id.text.suffix(6)) \(milliseconds)")
        _ = desk.accounts.renew(grant.id, by: WalkDesk.owner, for: .milliseconds(milliseconds))
        ledger.renew(grant.id, milliseconds: milliseconds)
    }

    mutating func endConnection() {
        guard let connection = ledger.grants.compactMap(\.call.connection).last else { return }
        note("connection \(connection) ends")
        desk.accounts.connectionEnded(connection)
        ledger.connectionEnded(connection)
    }

    /// One transaction books what is journaled; sometimes it fails, and nothing is booked.
    mutating func flush() {
        let charges = SpendCharges(unflushed)
        desk.accounts.beginFlush(charges.entities)
        guard !random.chance(6) else {
            note("flush fails")
            return desk.accounts.endFlush(committed: nil, spends: [:])
        }
        note("flush")
        ledger.flush()
        desk.accounts.endFlush(committed: charges, spends: ledger.rows.spends(charges.entities))
        unflushed = []
        ledger.noteResets()
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
