import Testing

@testable import Store

@Suite("When the flush runs, and how much it takes")
struct FlusherStateTests {
    private let start = ManualClock().now()
    private let settings = FlushSettings()

    private func journal(last: Int64, bytes: Int = 100) -> JournalStatus {
        JournalStatus(
            first: 1,
            last: last,
            durable: last,
            flushed: 0,
            pendingEvents: last,
            pendingBytes: bytes,
            oldestPending: nil,
            groups: 0,
            totalBytes: bytes,
            replayHorizon: nil,
            intake: .open,
            damaged: 0
        )
    }

    /// One that has looked, and booked something just now.
    private func running(at position: Int64 = 0) -> FlusherState {
        var state = FlusherState(position: position, batchLimit: settings.events)
        state.claimed(CheckpointClaim(JournalBinding(), databaseID: "d", instance: "i"))
        state.stands(at: position, now: start)
        state.succeeded(now: start)
        return state
    }

    private func after(_ duration: Duration) -> Moment { start.advanced(by: duration) }

    private func book(_ state: inout FlusherState, _ number: Int, took: Duration) {
        let entry = JournalEntry(
            sequence: state.position + 1,
            record: .event(FlushSample.event(number), retry: nil)
        )
        let plan = FlushPlan(
            [entry],
            instance: "i",
            terms: FlushTerms(),
            decisions: [:],
            identities: [:],
            moves: KeyMoves()
        )
        state.booked(plan, unmatched: 0, took: took, largest: settings.events, now: start)
    }

    @Test func `before anything it looks, whatever waits`() {
        let state = FlusherState(position: 0, batchLimit: 10)
        #expect(state.isDue(journal(last: 0), settings, now: start))
    }

    @Test(arguments: [(999, false), (1_000, true)])
    func `what waits is booked after the interval`(milliseconds: Int, expected: Bool) {
        let now = after(.milliseconds(milliseconds))
        #expect(running().isDue(journal(last: 1), settings, now: now) == expected)
        #expect(!running().isDue(journal(last: 0), settings, now: now))
    }

    @Test(arguments: [
        (4_999, 0, false), (5_000, 0, true), (1, 16 << 20, true), (1, 16 << 20 - 1, false),
    ])
    func `many are booked before it`(events: Int64, bytes: Int, expected: Bool) {
        #expect(
            running().isDue(journal(last: events, bytes: bytes), settings, now: start) == expected
        )
    }

    @Test func `the checkpoint is read every ten seconds, though nothing waits`() {
        let state = running(at: 3)
        #expect(!state.isDue(journal(last: 3), settings, now: after(.milliseconds(9_999))))
        #expect(state.isDue(journal(last: 3), settings, now: after(.seconds(10))))
    }

    @Test func `daemons are counted every few seconds, though it books and never looks`() {
        var state = running()
        state.found(instances: 1, now: start)
        book(&state, 1, took: .milliseconds(1))
        #expect(!state.isDue(journal(last: 1), settings, now: after(.milliseconds(4_999))))
        #expect(state.isDue(journal(last: 1), settings, now: after(.seconds(5))))
        #expect(state.mustCount(now: after(.seconds(5))))
        state.found(instances: 2, now: after(.seconds(5)))
        #expect(!state.mustCount(now: after(.seconds(5))) && state.report.instances == 2)
    }

    @Test func `a failure waits longer each time, up to a bound, and looks first`() {
        var state = running()
        var waits: [Duration] = []
        var now = start
        for _ in 1...12 {
            state.failed("x", jitter: 1, now: now)
            let next = state.nextAttempt
            waits.append(next.map { $0.elapsed(since: now) } ?? .zero)
            #expect(!state.isDue(journal(last: 9_999), settings, now: now))
            now = next ?? now
            #expect(state.isDue(journal(last: 0), settings, now: now))
        }
        #expect(waits.first == .milliseconds(100))
        #expect(waits == waits.sorted())
        #expect(waits.last == .seconds(15))
        #expect(state.mustLook)
        #expect(state.report.failures == 12)
        #expect(state.report.lastError == "x")
        state.succeeded(now: now)
        #expect(state.report.failures == 0)
        #expect(state.report.lastError == nil)
        state.failed("y", jitter: 1, now: now)
        #expect(state.nextAttempt == now.advanced(by: .milliseconds(100)))
    }

    @Test func `a refusal halves the batch down to one, and success doubles it up to all`() {
        var state = running()
        var limits: [Int] = []
        while state.batchLimit > 1 {
            state.refused(state.batchLimit)
            limits.append(state.batchLimit)
        }
        #expect(limits == [2_500, 1_250, 625, 312, 156, 78, 39, 19, 9, 4, 2, 1])
        state.refused(1)
        #expect(state.batchLimit == 1)
        for number in 1...13 { book(&state, number, took: .zero) }
        #expect(state.batchLimit == 5_000)
    }

    @Test(arguments: [(Duration.seconds(1), 5_000), (.milliseconds(1_001), 2_500)])
    func `a batch that took too long is followed by a smaller one`(took: Duration, limit: Int) {
        var state = running()
        book(&state, 1, took: took)
        #expect(state.batchLimit == limit)
    }

    @Test func `refusals of one key alone stop it after thirty in a row, not after ten`() {
        var state = running()
        for number in 1...29 { refuse(&state, number, of: "a") }
        #expect(state.obstacle == nil)
        book(&state, 1, took: .zero)
        for number in 1...29 { refuse(&state, number, of: "a") }
        #expect(state.obstacle == nil)
        refuse(&state, 30, of: "a")
        #expect(state.obstacle == .refusals("r"))
    }

    @Test func `a second key in a long run of one stops it at once`() {
        var state = running()
        for number in 1...20 { refuse(&state, number, of: "a") }
        #expect(state.obstacle == nil)
        refuse(&state, 21, of: "b")
        #expect(state.obstacle == .refusals("r"))
    }

    @Test func `ten refusals in a row stop it, and only an operator lets it go on`() {
        var state = running()
        for number in 1...9 { refuse(&state, number) }
        #expect(state.obstacle == nil)
        refuse(&state, 10)
        #expect(state.obstacle == .refusals("r"))
        #expect(!state.isDue(journal(last: 9_999), settings, now: after(.seconds(3_600))))
        state.retry()
        #expect(state.obstacle == nil)
        #expect(state.report.obstacle == nil)
        for number in 1...9 { refuse(&state, number) }
        #expect(state.obstacle == nil)
        book(&state, 1, took: .zero)
        for number in 1...9 { refuse(&state, number) }
        #expect(state.obstacle == nil)
    }

    /// Of two keys in turn, unless one is named.
    private func refuse(_ state: inout FlusherState, _ number: Int, of token: String? = nil) {
        state.setAside(
            AsideDecision(sequence: Int64(number), parts: .logRow, reason: "r"),
            of: token ?? (number.isMultiple(of: 2) ? "even" : "odd"),
            now: start
        )
    }

    @Test func `an obstacle gives the claim up, and is looked at again every ten seconds`() {
        var state = running()
        state.stop(.takenOver, now: start)
        #expect(state.claim == nil)
        #expect(state.report.obstacle == .takenOver)
        #expect(!state.isDue(journal(last: 9_999), settings, now: after(.seconds(9))))
        #expect(state.isDue(journal(last: 9_999), settings, now: after(.seconds(10))))
    }

    @Test func `an older checkpoint is counted as a rewind`() {
        var state = running(at: 9)
        state.stands(at: 9, now: start)
        #expect(state.report.rewinds == 0)
        state.stands(at: 4, now: start)
        #expect(state.report.rewinds == 1)
        #expect(state.position == 4)
    }

    @Test func `a look that works mends a failed look, and not a failed batch`() {
        let claim = CheckpointClaim(JournalBinding(), databaseID: "d", instance: "i")
        var state = FlusherState(position: 0, batchLimit: 10)
        state.failed("not reached yet", isLook: true, jitter: 1, now: start)
        state.claimed(claim)
        #expect(state.report.lastError == nil && state.report.failures == 0)
        #expect(state.nextAttempt == nil)
        state.failed("a column is missing", jitter: 1, now: start)
        state.claimed(claim)
        #expect(state.report.lastError == "a column is missing" && state.report.failures == 1)
    }
}
