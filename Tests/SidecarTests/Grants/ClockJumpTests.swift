import Testing
import Wire

@testable import Sidecar
@testable import Store

/// The wall clock is put forward and back, while time goes on as ever.
struct ClockJumpTests {
    private static let begin = Moment(
        wall: Timestamp(milliseconds: 1_800_000_000_000),
        monotonicNanoseconds: 5_000_000_000
    )
    private static let jumps: [Duration] = [
        .seconds(-10 * 365 * 86_400), .seconds(-86_400), .seconds(-61), .seconds(61),
        .seconds(86_400), .seconds(10 * 365 * 86_400),
    ]

    /// One key in memory.
    private func rows(_ change: (inout KeyRow) -> Void) -> LedgerRows {
        var rows = LedgerRows()
        rows.keyTexts = ["sk-jump-0123456789"]
        var key = KeyRow(token: TokenHash(ofKey: rows.keyTexts[0]))
        change(&key)
        rows.keys = [key]
        return rows
    }

    /// So much later, by a wall clock that was put so far forward.
    private func moment(after time: Duration, jump: Duration = .zero) -> Moment {
        var moment = Self.begin.advanced(by: time)
        moment.wall = moment.wall + jump
        return moment
    }

    @Test(arguments: jumps)
    func `the period of a model's budget lasts as long as it says`(jump: Duration) throws {
        let rows = rows {
            var limit = ModelLimit()
            (limit.budget.maxBudget, limit.budget.duration) = (cents(5), "1d")
            $0.modelLimits["m"] = limit
        }
        let desk = WalkDesk(rows, now: Self.begin)
        let call = LedgerCall(key: 0, model: "m")
        _ = desk.settle(call, nil, rows, spend: cents(5), tokens: 1)
        for (hours, jump) in [(0, jump), (1, .zero), (2, jump), (23, jump)] {
            let now = moment(after: .seconds(hours * 3_600), jump: jump)
            desk.clock.set(now)
            let error = try desk.ask(call, rows).error
            #expect(error?.kind == .budgetExceeded)
            let end = now.wall + .seconds((24 - hours) * 3_600)
            #expect(error?.context.resetsAt == end.rfc3339, "by the clock as it stands")
        }
        desk.clock.set(moment(after: .seconds(24 * 3_600), jump: jump))
        #expect(try desk.ask(call, rows).error == nil)
    }

    @Test func `a key is expired by the clock as it stands`() throws {
        let rows = rows { $0.expires = Self.begin.wall + .seconds(3_600) }
        let desk = WalkDesk(rows, now: Self.begin)
        for (hours, passes) in [(0, true), (2, false), (0, true), (-100_000, true), (2, false)] {
            desk.clock.set(moment(after: .zero, jump: .seconds(hours * 3_600)))
            let error = try desk.ask(LedgerCall(key: 0), rows).error
            #expect(error?.kind == (passes ? nil : .keyExpired), "\(hours)")
        }
    }

    @Test(arguments: jumps)
    func `no jump makes room in a minute, nor longer waits`(jump: Duration) throws {
        let rows = rows { $0.rates.requestsPerMinute = 1 }
        let desk = WalkDesk(rows, now: Self.begin)
        let call = LedgerCall(key: 0)
        #expect(try desk.ask(call, rows).error == nil)
        let wait = try #require(try desk.ask(call, rows).error?.context.retryAfterMilliseconds)
        for jump in [jump, .zero, jump] {
            desk.clock.set(moment(after: .zero, jump: jump))
            #expect(try desk.ask(call, rows).error?.context.retryAfterMilliseconds == wait)
        }
        desk.clock.set(moment(after: .milliseconds(wait), jump: jump))
        #expect(try desk.ask(call, rows).error == nil)
    }

    @Test(arguments: jumps)
    func `no jump ends a grant, nor keeps it beyond its deadline`(jump: Duration) throws {
        let rows = rows { $0.rates.parallelRequests = 1 }
        let desk = WalkDesk(rows, now: Self.begin)
        let call = LedgerCall(key: 0, lifetimeMilliseconds: 60_000)
        #expect(try desk.ask(call, rows).get().grant != nil)
        for jump in [jump, .zero, jump] {
            desk.clock.set(moment(after: .milliseconds(59_999), jump: jump))
            #expect(try desk.ask(call, rows).error?.kind == .rateLimited)
        }
        desk.clock.set(moment(after: .seconds(60), jump: jump))
        #expect(try desk.ask(call, rows).error == nil)
    }

    /// A period that is over for a clock that is wrong is not over for good when it is right again.
    @Test func `a budget's period that a jump has ended goes on when the clock is back`() throws {
        let rows = rows {
            $0.spend = cents(9)
            $0.budget.maxBudget = cents(5)
            $0.budget.duration = "1d"
            $0.budget.resetAt = Self.begin.wall + .seconds(3_600)
        }
        let desk = WalkDesk(rows, now: Self.begin)
        let call = LedgerCall(key: 0)
        for hours in [0, 2, 0, -2, 2, 0] {
            desk.clock.set(moment(after: .zero, jump: .seconds(hours * 3_600)))
            let error = try desk.ask(call, rows).error
            #expect(error?.kind == (hours > 1 ? nil : .budgetExceeded), "\(hours)")
        }
    }
}
