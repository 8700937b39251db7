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

    /// An estimate is corrected whole laps of 61 seconds after its call, and others have counted
    /// since: what has left the minute is given back nowhere.
    mutating func settleLate() throws {
        let held = ledger.grants.last {
            $0.tokens > 0 && !$0.tokenScopes.isEmpty && !$0.isSettled && !$0.isForgotten
        }
        guard let grant = held else { return try record() }
        let lap = 61 * LimitLedger.second
        let age = time - grant.takenAt
        let rest = (age / lap + 1) * lap - age
        note("late settlement, clock +\(rest) ns")
        move(to: ledger.now.advanced(by: .nanoseconds(rest)))
        var call = grant.call
        call.cost = nil
        try ask(call)
        try append(grant.call, grant, spend: .zero, tokens: 0)
        try ask(call)
        cover("settled late")
    }

    /// An event is journaled; where rows are out of date, it would be judged by what they were.
    private mutating func append(
        _ call: LedgerCall,
        _ grant: LedgerGrant?,
        spend: Money,
        tokens: Int128
    ) throws {
        let owner = grant != nil && random.chance(10) ? WalkDesk.stranger : WalkDesk.owner
        if ledger.isResetInDoubt { catchUp() }
        if !desk.isQuiet || !random.chance(3) { desk.holdRows(call, ledger.rows) }
        let knowsEndUser = desk.knows(endUser: call.endUser)
        if !knowsEndUser { cover("end user not in memory") }
        let done = desk.settle(
            call,
            grant?.id,
            ledger.rows,
            by: owner,
            spend: spend,
            tokens: Int32(tokens),
            formerToken: formerToken(call)
        )
        note(
            "settle \(grant?.id.text.suffix(6) ?? "-") by \(owner) \(call) \(spend.picodollars) "
                + "\(tokens) \(knowsEndUser ? "" : "unknown end user")"
        )
        let isForeign = grant?.owner.map { $0 != owner } ?? false
        switch done {
        case .refused:
            cover("settled by a stranger")
            guard isForeign else { throw disagreement("refused to its owner") }
        case .again:
            cover("settled again")
            guard !isForeign, grant?.isSettled == true else { throw disagreement("settled before") }
        case .booked(let settlement, let event):
            guard !isForeign, grant?.isSettled != true else { throw disagreement("not settled") }
            if grant?.isForgotten == true { cover("settled after a restart") }
            ledger.noteResets(paying: call, knowsEndUser: knowsEndUser)
            guard !random.chance(10) else {
                cover("undone")
                desk.accounts.undo(settlement)
                ledger.undo(
                    call,
                    settling: grant?.id,
                    spend: spend,
                    tokens: tokens,
                    knowsEndUser: knowsEndUser
                )
                return try ask(call)
            }
            unflushed.append(event.renamed(ledger.rows))
            ledger.settle(
                call,
                grant: grant?.id,
                by: owner,
                spend: spend,
                tokens: tokens,
                knowsEndUser: knowsEndUser
            )
        }
    }

    /// A hash that the key of a call had before: it may have been under way meanwhile.
    private mutating func formerToken(_ call: LedgerCall) -> TokenHash? {
        guard random.chance(3),
            let former = ledger.rows.formerTokens.last(where: { $0.key == call.key })
        else { return nil }
        cover("recorded under a former hash")
        return former.token
    }

    mutating func release() {
        guard let grant = anyGrant() else { return }
        let isForeign = random.chance(5)
        note("release \(grant.id.text.suffix(6))\(isForeign ? " by a stranger" : "")")
        cover(isForeign ? "released by a stranger" : "released")
        let user = isForeign ? WalkDesk.stranger : WalkDesk.owner
        _ = desk.accounts.release(grant.id, by: user)
        if !isForeign { ledger.release(grant.id) }
    }

    mutating func renew() {
        guard let grant = anyGrant() else { return }
        let milliseconds: Int64 = random.pick([1, 1_000, 60_000])
        let isForeign = random.chance(5)
        note("renew \(grant.id.text.suffix(6)) \(milliseconds)\(isForeign ? " by a stranger" : "")")
        cover("renewed")
        let user = isForeign ? WalkDesk.stranger : WalkDesk.owner
        _ = desk.accounts.renew(grant.id, by: user, for: .milliseconds(milliseconds))
        if !isForeign { ledger.renew(grant.id, milliseconds: milliseconds) }
    }

    mutating func endConnection() {
        guard let connection = ledger.grants.compactMap(\.call.connection).last else { return }
        note("connection \(connection) ends")
        cover("connection ended")
        desk.accounts.connectionEnded(connection)
        ledger.connectionEnded(connection)
    }
}
