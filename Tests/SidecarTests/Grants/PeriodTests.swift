import Testing
import Wire

@testable import Sidecar
@testable import Store

/// What counts of a budget whose reset is due and not yet written, and where events count.
struct PeriodTests {
    private static let begin = Moment(
        wall: Timestamp(milliseconds: 1_800_000_000_000),
        monotonicNanoseconds: 5_000_000_000
    )
    private static let payers = ["key", "end_user", "global"]

    /// A world in which one budget is used up until a second from now.
    private func rows(_ payer: String) -> LedgerRows {
        var rows = LedgerRows()
        rows.keyTexts = ["sk-period-0123456789"]
        rows.keys = [KeyRow(token: TokenHash(ofKey: rows.keyTexts[0]))]
        rows.endUsers = [EndUserRow(userID: "e0")]
        rows.users = [UserRow(userID: LedgerRows.globalUserID)]
        rows.budgets = [BudgetRow(budgetID: LedgerRows.endUserBudgetID)]
        rows.policy.sharedRows.endUserBudget = TextID(LedgerRows.endUserBudgetID)
        var terms = BudgetTerms()
        terms.maxBudget = cents(9)
        terms.duration = "1d"
        terms.resetAt = Self.begin.wall + .seconds(1)
        switch payer {
        case "key": (rows.keys[0].spend, rows.keys[0].budget) = (cents(10), terms)
        case "end_user": (rows.endUsers[0].spend, rows.budgets[0].budget) = (cents(10), terms)
        default:  // open set: the proxy as a whole
            terms.maxBudget = nil
            (rows.users[0].spend, rows.users[0].budget) = (cents(10), terms)
            rows.policy.globalBudget = cents(9)
            rows.policy.sharedRows.globalBudgetUser = TextID(LedgerRows.globalUserID)
        }
        return rows
    }

    private func spent(_ desk: WalkDesk, _ rows: LedgerRows, key: Int = 0) throws -> Money? {
        try desk.ask(LedgerCall(key: key, endUser: "e0"), rows).get().budget?.spend
    }

    @Test(arguments: payers)
    func `what is booked after a reset counts, though nobody asked in between`(
        _ payer: String
    ) throws {
        let rows = rows(payer)
        let desk = WalkDesk(rows, now: Self.begin)
        let call = LedgerCall(key: 0, endUser: "e0")
        #expect(try desk.ask(call, rows).error?.kind == .budgetExceeded)
        desk.clock.set(Self.begin.advanced(by: .seconds(1)))
        _ = desk.settle(call, nil, rows, spend: cents(3), tokens: 1)
        #expect(try spent(desk, rows) == cents(3))
    }

    @Test func `with a new hash a key keeps what is left out of its spend`() throws {
        var rows = rows("key")
        let desk = WalkDesk(rows, now: Self.begin)
        desk.clock.set(Self.begin.advanced(by: .seconds(1)))
        _ = desk.settle(LedgerCall(key: 0), nil, rows, spend: cents(3), tokens: 1)
        let old = rows.keys[0].token
        rows.keyTexts[0] = "sk-rotated-0123456789"
        rows.keys[0].token = TokenHash(ofKey: rows.keyTexts[0])
        desk.accounts.moveKey(from: old, to: rows.keys[0].token)
        desk.notice([.key(old), .key(rows.keys[0].token)], rows)
        #expect(try spent(desk, rows) == cents(3))
    }

    @Test func `a key that a user's budget does not bind leaves its reset as it is`() throws {
        var rows = rows("key")
        rows.keyTexts.append("sk-of-a-team-0123456789")
        rows.keys.append(KeyRow(token: TokenHash(ofKey: rows.keyTexts[1])))
        rows.teams = [TeamRow(teamID: "t0")]
        rows.keys[1].teamID = "t0"
        var user = UserRow(userID: "u0")
        (user.spend, user.budget) = (cents(10), rows.keys[0].budget)
        user.rates.requestsPerMinute = 100
        rows.users.append(user)
        rows.keys[0].budget = BudgetTerms()
        for key in 0...1 { rows.keys[key].userID = "u0" }
        let desk = WalkDesk(rows, now: Self.begin)
        desk.clock.set(Self.begin.advanced(by: .seconds(1)))
        _ = desk.settle(LedgerCall(key: 0), nil, rows, spend: cents(3), tokens: 1)
        #expect(try spent(desk, rows) == cents(3))
        #expect(try spent(desk, rows, key: 1) == nil)
        #expect(try spent(desk, rows) == cents(3))
    }

    @Test func `a refused call that counts is told how long its own count lasts`() throws {
        var rows = rows("key")
        rows.policy.countsRefusedRequests = true
        rows.keys[0].budget = BudgetTerms()
        rows.keys[0].rates.tokensPerMinute = 1
        rows.endUsers[0].budgetID = LedgerRows.endUserBudgetID
        rows.budgets[0].rates.requestsPerMinute = 1
        let desk = WalkDesk(rows, now: Self.begin)
        _ = desk.settle(LedgerCall(key: 0), nil, rows, spend: .zero, tokens: 1)
        desk.clock.set(Self.begin.advanced(by: .seconds(30)))
        let refused = try desk.ask(LedgerCall(key: 0, endUser: "e0"), rows).error
        #expect(refused?.context.retryAfterMilliseconds == 61_000)
    }

    @Test func `undoing a late settlement counts nothing that had left the minute`() throws {
        var rows = rows("key")
        rows.keys[0].budget = BudgetTerms()
        rows.keys[0].rates.tokensPerMinute = 10
        let desk = WalkDesk(rows, now: Self.begin)
        let call = LedgerCall(key: 0, tokens: 10)
        let grant = try desk.ask(call, rows).get().grant
        desk.clock.set(Self.begin.advanced(by: .seconds(61)))
        let done = desk.settle(call, grant, rows, spend: .zero, tokens: 0).settlement
        desk.accounts.undo(try #require(done))
        #expect(try desk.ask(call, rows).error == nil)
    }

    @Test func `tokens of an end user count where the budget of all others binds it`() throws {
        var rows = rows("end_user")
        rows.budgets[0].budget = BudgetTerms()
        rows.budgets[0].rates.tokensPerMinute = 10
        let desk = WalkDesk(rows, now: Self.begin)
        let call = LedgerCall(key: 0, endUser: "e0")
        #expect(try desk.ask(call, rows).error == nil)
        _ = desk.settle(call, nil, rows, spend: .zero, tokens: 9)
        #expect(try desk.ask(call, rows).error == nil)
        _ = desk.settle(call, nil, rows, spend: .zero, tokens: 1)
        #expect(try desk.ask(call, rows).error?.context.entity?.type == "end_user")
    }
}
