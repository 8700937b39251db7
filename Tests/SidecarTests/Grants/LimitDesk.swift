import Foundation
import Wire

@testable import Sidecar
@testable import Store

/// One key in memory with its limits, and those who ask about it, at once or one by one.
struct LimitDesk: Sendable {
    static let key = "sk-limited-0123456789"
    static let token = TokenHash(ofKey: key)
    /// The user of `Caller.test`.
    static let owner: UInt32 = 1_000

    let accounts: Accounts
    let authorizer: Authorizer

    init(
        policy: AdmissionPolicy = AdmissionPolicy(),
        team: TeamRow? = nil,
        _ change: (inout KeyRow) -> Void
    ) {
        accounts = Accounts(limits: AccountLimits())
        authorizer = Authorizer(
            accounts: accounts,
            rules: Authorizer.Rules(policy: policy, masterKey: nil)
        )
        var key = KeyRow(token: Self.token)
        key.teamID = team?.teamID
        change(&key)
        accounts.update { cache, now in
            cache.loadRows([key])
            cache.loadRows(team.map { [$0] } ?? [])
            cache.loadRows([UserRow]())
            cache.loadRows([OrganizationRow]())
            cache.loadRows([TeamMembershipRow]())
            cache.loadRows([OrganizationMembershipRow]())
            cache.loadRows([BudgetRow]())
            cache.loadRows([ProxyModelRow]())
            cache.loadRows([AccessGroupRow]())
            cache.loadRows([ModelAliasesRow]())
            cache.loadRows([DeprecatedKeyRow]())
            cache.currency.loaded(.notices, startedAt: now)
        }
    }

    /// The parameters of a call.
    static func params(_ members: [(String, JSON)] = []) -> JSONObject {
        JSONObject([("key", .string(key))] + members)
    }

    /// What `key.authorize` answers from memory.
    func ask(
        _ members: [(String, JSON)] = [],
        by caller: Caller = .test
    ) throws -> Result<JSON, WireError> {
        let arguments = try Arguments(
            named: Self.params(members),
            for: KeyAuthorizeMethod.descriptor
        )
        guard let outcome = try authorizer.authorizeNow(AuthorizeCall(arguments), by: caller)
        else { return .failure(WireError(.internalError, "a row was not in memory")) }
        return outcome.flatMap { authorization in
            Result { () throws(WireError) in try authorization.json }
        }
    }

    /// The grant of a call that must be let in.
    func grant(
        _ members: [(String, JSON)] = [],
        by caller: Caller = .test
    ) throws -> GrantID? {
        try ask(members, by: caller).get()["grant"]?.string.flatMap(GrantID.init)
    }

    /// What was spent of the key's budget, as the next answer tells it, and what is left.
    func budget() throws -> JSON? { try ask().get()["budget"] }

    /// Has so many threads ask at the same moment; how many were let in.
    func crowd(_ count: Int, _ members: [(String, JSON)] = []) async throws -> Int {
        let allowed = Locked(0)
        let gate = StartingGate(count)
        try await withThrowingTaskGroup { group in
            for number in 0..<count {
                group.addTask {
                    try await OwnThread.run("caller \(number)") { () throws(any Error) in
                        gate.wait()
                        if case .success = try ask(members) { allowed.withLock { $0 += 1 } }
                    }
                }
            }
            try await group.waitForAll()
        }
        return allowed.withLock(\.self)
    }
}

/// Lets threads go on when all have come.
final class StartingGate: Sendable {
    private let condition = NSCondition()
    private let missing: Locked<Int>

    init(_ count: Int) {
        missing = Locked(count)
    }

    func wait() {
        condition.lock()
        defer { condition.unlock() }
        missing.withLock { $0 -= 1 }
        while missing.withLock({ $0 > 0 }) { condition.wait() }
        condition.broadcast()
    }
}

extension AccountsState {
    fileprivate mutating func loadRows<Row: AccountRow>(_ rows: [Row]) {
        let begin = beginLoad(of: Row.self, expectedRows: rows.count)
        _ = applyLoad(rows, startedAt: begin)
        _ = endLoad(of: Row.self, startedAt: begin)
    }
}
