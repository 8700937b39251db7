import Wire

@testable import Sidecar
@testable import Store

/// The product in the walk: its accounts in memory, with a database that is the walk's rows.
struct WalkDesk: Sendable {
    static let owner: UInt32 = 1_000
    static let stranger: UInt32 = 7

    let clock: WalkClock
    let accounts: Accounts
    let authorizer: Authorizer
    /// Statements that were sent, and have not answered.
    let reads = Locked<[WalkRead]>([])

    init(_ rows: LedgerRows, now: Moment) {
        clock = WalkClock(now)
        var limits = AccountLimits()
        // One end user less than there are.
        limits.endUsers = 2
        limits.idsPerRead = 2
        accounts = Accounts(limits: limits, limitSettings: rows.settings, clock: clock)
        authorizer = Authorizer(
            accounts: accounts,
            rules: Authorizer.Rules(
                policy: rows.policy,
                masterKey: Secret(LedgerRows.masterKey)
            ),
            clock: clock
        )
        load(rows)
    }

    /// What the product says; rows that are not in memory are read first.
    func ask(
        _ call: LedgerCall,
        _ rows: LedgerRows
    ) throws -> Result<Admittance, WireError> {
        let arguments = try Arguments(
            named: JSONObject(call.parameters(rows)),
            for: KeyAuthorizeMethod.descriptor
        )
        let asked = try AuthorizeCall(arguments)
        let caller = Caller.test(user: Self.owner, connection: call.connection ?? 1)
        // In a crowd, others may take the reads that this one waits for.
        for _ in 0..<1_000 {
            guard let outcome = authorizer.authorizeNow(asked, by: caller) else {
                finishReads(rows)
                serveReads(rows)
                continue
            }
            return outcome.map(\.admittance)
        }
        return .failure(WireError(.internalError, "a row was not in memory"))
    }
}

extension LedgerCall {
    func parameters(_ rows: LedgerRows) -> [(String, JSON)] {
        var members: [(String, JSON)] = [
            ("key", .string(key.map { rows.keyTexts[$0] } ?? LedgerRows.masterKey))
        ]
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
