import Wire

@testable import Sidecar
@testable import Store

/// The product in the walk: its accounts in memory, with a database that is the walk's rows.
struct WalkDesk: Sendable {
    static let owner: UInt32 = 1_000

    let clock: WalkClock
    let accounts: Accounts
    let authorizer: Authorizer

    init(_ rows: LedgerRows, now: Moment) {
        clock = WalkClock(now)
        var limits = AccountLimits()
        limits.endUsers = 2
        accounts = Accounts(limits: limits, limitSettings: rows.settings, clock: clock)
        authorizer = Authorizer(
            accounts: accounts,
            rules: Authorizer.Rules(policy: rows.policy, masterKey: nil),
            clock: clock
        )
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

    /// What the product says; rows that are not in memory are read first.
    func ask(
        _ call: LedgerCall,
        _ rows: LedgerRows,
        connection: UInt64 = 0
    ) throws -> Result<Admittance, WireError> {
        let arguments = try Arguments(
            named: JSONObject(call.parameters(rows)),
            for: KeyAuthorizeMethod.descriptor
        )
        let asked = try AuthorizeCall(arguments)
        let caller = Caller.test(user: Self.owner, connection: call.connection ?? 1)
        for _ in 0..<8 {
            guard let outcome = authorizer.authorizeNow(asked, by: caller) else {
                serveReads(rows)
                continue
            }
            return outcome.map(\.admittance)
        }
        return .failure(WireError(.internalError, "a row was not in memory"))
    }

    /// Tells the cache that rows have changed, and has it read them.
    func notice(_ changed: [RowReference], _ rows: LedgerRows) {
        accounts.invalidate(rows: changed, tables: [])
        serveReads(rows)
    }

    /// Answers every read that is queued.
    func serveReads(_ rows: LedgerRows) {
        accounts.update { cache, _ in
            cache.serve(rows.keys)
            cache.serve(rows.teams)
            cache.serve(rows.users)
            cache.serve(rows.organizations)
            cache.serve(rows.members)
            cache.serve(rows.organizationMembers)
            cache.serve(rows.endUsers)
            cache.serve(rows.budgets)
            cache.serve([DeprecatedKeyRow]())
        }
    }

    /// An event is journaled, for a grant or for a key alone.
    /// - Returns: nil where the grant is settled already.
    func settle(
        _ call: LedgerCall,
        _ grant: GrantID?,
        _ rows: LedgerRows,
        spend: Money,
        tokens: Int32
    ) -> (settlement: Settlement, event: SpendEvent)? {
        holdRows(call, rows)
        if let grant, case .settled = accounts.look(at: grant, by: Self.owner) { return nil }
        let event = event(call, rows, spend: spend, tokens: tokens)
        let settlement = accounts.append(
            event,
            settling: grant,
            by: Self.owner,
            shared: authorizer.sharedRows
        )
        return (settlement, event)
    }

    /// Has the rows of a call in memory: where an event finds none, nobody can tell what limits it.
    private func holdRows(_ call: LedgerCall, _ rows: LedgerRows) {
        for _ in 0..<8 {
            let decision = accounts.decide(
                token: rows.keys[call.key].token,
                endUserID: call.endUser,
                sharedRows: authorizer.sharedRows,
                now: clock.now()
            ) { _, _, _ in true }
            if case .decided = decision { return }
            serveReads(rows)
        }
    }

    private func event(
        _ call: LedgerCall,
        _ rows: LedgerRows,
        spend: Money,
        tokens: Int32
    ) -> SpendEvent {
        let wall = clock.now().wall
        let chain = rows.chain(call)
        var log = SpendLogEntry(requestID: "r", startTime: wall, endTime: wall)
        log.model = call.model ?? ""
        log.totalTokens = tokens
        var identity = SpendIdentity(token: chain.key.token.hex)
        identity.userID = chain.key.userID
        identity.teamID = chain.key.teamID
        identity.organizationID = chain.organization?.organizationID
        identity.isResolved = true
        var event = SpendEvent(identity: identity, spend: spend, log: log)
        event.endUserID = call.endUser
        event.proxyUserID = authorizer.proxyUserID
        return event
    }
}

extension LedgerCall {
    func parameters(_ rows: LedgerRows) -> [(String, JSON)] {
        var members: [(String, JSON)] = [("key", .string(rows.keyTexts[key]))]
        if let model { members.append(("model", .string(model))) }
        if let endUser { members.append(("end_user_id", .string(endUser))) }
        if let route { members.append(("route", .string(route))) }
        if let cost { members.append(("estimated_cost", .number(cost.decimalText))) }
        if let tokens { members.append(("estimated_tokens", .int(tokens))) }
        if let lifetimeMilliseconds {
            members.append(("grant_ttl_ms", .int(lifetimeMilliseconds)))
        }
        if connection != nil { members.append(("hold", "connection")) }
        return members
    }
}

extension Money {
    /// Exactly, with twelve places.
    fileprivate var decimalText: String {
        let unit: Int128 = 1_000_000_000_000
        let places = String(picodollars % unit)
        return "\(picodollars / unit)." + String(repeating: "0", count: 12 - places.count) + places
    }
}

extension AccountsState {
    fileprivate mutating func load<Row: AccountRow>(_ rows: [Row]) {
        let begin = beginLoad(of: Row.self, expectedRows: rows.count)
        _ = applyLoad(rows, startedAt: begin)
        _ = endLoad(of: Row.self, startedAt: begin)
    }

    fileprivate mutating func serve<Row: AccountRow>(_ rows: [Row]) {
        while let batch = takeReads(of: Row.self) {
            let ids = Set(batch.ids)
            _ = finishReads(batch, rows: rows.filter { ids.contains($0.id) })
        }
    }
}
