import Testing

@testable import Store

@Suite("What one transaction of the flush writes")
struct FlushPlanTests {
    @Test func `events of the same rows are added up`() {
        let plan = FlushSample.plan([FlushSample.event(1), FlushSample.event(2)])
        #expect(plan.last == 2)
        #expect(plan.logs.map(\.requestID) == ["request-1", "request-2"])
        #expect(plan.logs.map(\.marker) == ["1", "2"].map { "\(JournalHome.instance):\($0)" })
        #expect(plan.charges.amounts.count == 7)
        #expect(Set(plan.charges.amounts.values) == [Money(picodollars: 2_469_134)])
        #expect(plan.settled == plan.charges)
        #expect(!plan.isEmpty)
    }

    @Test func `records that book nothing make an empty plan, which still has an end`() {
        let decision = AsideDecision(sequence: 1, parts: .everything, reason: "r")
        let move = JournalRecord.keyMoved(from: Sample.token(1), to: Sample.token(2))
        let entries = [
            JournalEntry(sequence: 7, record: .setAside(decision)),
            JournalEntry(sequence: 9, record: move),
        ]
        let plan = FlushPlan(
            entries,
            instance: JournalHome.instance,
            terms: FlushTerms(),
            decisions: [:],
            identities: [:],
            moves: KeyMoves()
        )
        #expect(plan.isEmpty)
        #expect(plan.last == 9)
        #expect(plan.entities.isEmpty)
    }

    @Test(arguments: [
        (AsideDecision.Parts?.none, 1, 7, 7, true), (.logRow, 0, 7, 7, true),
        (.everything, 0, 0, 0, false),
    ])
    func `a decision leaves out what it says`(
        parts: AsideDecision.Parts?,
        logs: Int,
        charged: Int,
        settled: Int,
        hasDaily: Bool
    ) {
        let decisions = parts.map { [Int64(1): $0] } ?? [:]
        let plan = FlushSample.plan([FlushSample.event(1)], decisions: decisions)
        #expect(plan.logs.count == logs)
        #expect(plan.charges.amounts.count == charged)
        #expect(plan.settled.amounts.count == settled)
        #expect(plan.daily.tables.isEmpty == !hasDaily)
        #expect(plan.hasWholeEvent == (parts == nil))
    }

    @Test(arguments: [(AsideDecision.Parts.logRow, 0), (.everything, 7)])
    func `a retry does what was left out`(parts: AsideDecision.Parts, charged: Int) {
        let retry = SpendRetry(of: 1, parts: parts)
        let record = JournalRecord.event(FlushSample.event(1), retry: retry)
        let plan = FlushPlan(
            [JournalEntry(sequence: 2, record: record)],
            instance: JournalHome.instance,
            terms: FlushTerms(),
            decisions: [1: parts],
            identities: [:],
            moves: KeyMoves()
        )
        #expect(plan.logs.count == 1)
        #expect(plan.charges.amounts.count == charged)
        #expect(plan.settled.amounts.count == charged)
        #expect(plan.daily.tables.isEmpty == (charged == 0))
    }

    @Test(arguments: [
        (true, true, false, 1, 1), (true, true, true, 1, 1), (true, false, false, 1, 0),
        (true, false, true, 1, 0), (false, true, false, 0, 0), (false, true, true, 0, 1),
        (false, false, false, 0, 0), (false, false, true, 0, 0),
    ])
    func `the terms say where requests are logged`(
        writesLogs: Bool,
        writesErrors: Bool,
        usesErrorTable: Bool,
        successes: Int,
        failures: Int
    ) {
        var terms = FlushTerms()
        terms.writesLogs = writesLogs
        terms.writesErrors = writesErrors
        terms.usesErrorTable = usesErrorTable
        var failed = FlushSample.event(2)
        failed.log.status = .failure
        let plan = FlushSample.plan([FlushSample.event(1), failed], terms: terms)
        #expect(plan.logs.count + plan.errors.count == successes + failures)
        #expect(plan.errors.count == (usesErrorTable ? failures : 0))
        #expect(plan.charges.amounts.count == 7)
    }

    @Test func `memory settles what it counted, and the rows get what was found out since`() {
        let token = Sample.token(3)
        var identity = SpendIdentity(token: token.hex)
        identity.teamID = "t9"
        identity.isResolved = true
        let plan = FlushSample.plan(
            [FlushSample.event(1, of: token, isResolved: false)],
            identities: [token: identity]
        )
        #expect(Set(plan.settled.entities) == [.key(token)])
        #expect(Set(plan.charges.entities) == [.key(token), .team("t9")])
        #expect(plan.entities == [.key(token), .team("t9")])
    }

    @Test func `a key that moved is booked under its new hash, with the last of its uses`() {
        var moves = KeyMoves()
        moves.add(KeyMove(from: Sample.token(1), to: Sample.token(2)))
        var later = FlushSample.event(1, of: Sample.token(1))
        later.log.endTime = FlushSample.start + .seconds(9)
        let plan = FlushSample.plan(
            [later, FlushSample.event(2, of: Sample.token(2))],
            moves: moves
        )
        #expect(Set(plan.charges.entities) == [.key(Sample.token(2))])
        #expect(plan.lastActive == [Sample.token(2): FlushSample.start + .seconds(9)])
        // Memory moves by itself.
        #expect(plan.settled.amounts.count == 2)
    }

    @Test func `an event without spend is logged and counted, and its key was used`() {
        let plan = FlushSample.plan([FlushSample.event(1, spend: .zero)])
        #expect(plan.charges.isEmpty)
        #expect(plan.logs.count == 1)
        #expect(plan.daily.tables.count == 4)
        #expect(plan.lastActive.count == 1)
    }

    @Test func `only what is unresolved and has a key is looked up`() {
        var master = FlushSample.event(3, of: Sample.token(3), isResolved: false)
        master.identity.token = "litellm_proxy_master_key"
        let entries = FlushSample.entries([
            FlushSample.event(1), FlushSample.event(2, of: Sample.token(2), isResolved: false),
            master,
        ])
        #expect(FlushPlan.unresolved(entries) == [Sample.token(2)])
    }
}
