import Store
import Testing

@Suite struct FreshnessStateTests {
    private let start = Moment(wall: Timestamp(milliseconds: 0), monotonicNanoseconds: 0)
    private var state = FreshnessState(staleGrace: .seconds(300), pollInterval: .seconds(5))

    private func at(_ seconds: Int) -> Moment { start.advanced(by: .seconds(seconds)) }

    @Test func `it is loading until a full read has ended`() {
        var state = state
        state.tick(now: at(10_000))
        state.probeArrived(sentAt: at(1))
        state.lost(now: at(10_001))
        #expect(state.freshness == .loading)
        state.loaded(.notices, startedAt: at(2))
        #expect(state.freshness == .fresh(.notices))
    }

    @Test func `an outage begins when the last probe that arrived was sent`() {
        var state = state
        state.loaded(.notices, startedAt: at(10))
        state.probeArrived(sentAt: at(20))
        state.probeArrived(sentAt: at(25))
        state.lost(now: at(37))
        #expect(state.freshness == .stale(since: at(25)))
    }

    @Test func `without a probe an outage begins with the last full read`() {
        var state = state
        state.loaded(.notices, startedAt: at(10))
        state.lost(now: at(37))
        #expect(state.freshness == .stale(since: at(10)))
    }

    @Test func `retries do not begin the grace anew`() {
        var state = state
        state.loaded(.notices, startedAt: at(0))
        state.lost(now: at(1))
        for second in stride(from: 2, to: 300, by: 10) {
            state.probeArrived(sentAt: at(second))
            state.lost(now: at(second))
        }
        #expect(state.freshness == .stale(since: at(0)))
        state.tick(now: at(299))
        #expect(state.freshness == .stale(since: at(0)))
        state.tick(now: at(300))
        #expect(state.freshness == .expired)
    }

    @Test func `an outage that is found after the grace has expired at once`() {
        var state = state
        state.loaded(.notices, startedAt: at(0))
        state.lost(now: at(301))
        #expect(state.freshness == .expired)
    }

    @Test func `only a full read ends an outage, also one that has expired`() {
        var state = state
        state.loaded(.notices, startedAt: at(0))
        state.lost(now: at(400))
        state.probeArrived(sentAt: at(401))
        state.lost(now: at(402))
        #expect(state.freshness == .expired)
        state.loaded(.notices, startedAt: at(403))
        #expect(state.freshness == .fresh(.notices))
        #expect(state.provenAt == at(403))
    }

    @Test func `polling is fresh for less than two intervals from the begin of the last pass`() {
        var state = state
        state.loaded(.polling, startedAt: at(100))
        state.tick(now: at(110).advanced(by: .nanoseconds(-1)))
        #expect(state.freshness == .fresh(.polling))
        state.tick(now: at(110))
        #expect(state.freshness == .stale(since: at(100)))
    }

    @Test func `a probe proves nothing while polling`() {
        var state = state
        state.loaded(.polling, startedAt: at(100))
        state.probeArrived(sentAt: at(105))
        state.tick(now: at(110))
        #expect(state.freshness == .stale(since: at(100)))
    }

    @Test func `while a probe is overdue it is stale, and fresh again when it arrives`() {
        var state = state
        state.probeBound = .seconds(7)
        state.loaded(.notices, startedAt: at(0))
        state.probeArrived(sentAt: at(10))
        state.tick(now: at(17).advanced(by: .nanoseconds(-1)))
        #expect(state.freshness == .fresh(.notices))
        state.tick(now: at(17))
        #expect(state.freshness == .stale(since: at(10)))
        state.probeArrived(sentAt: at(15))
        #expect(state.freshness == .fresh(.notices))
        state.tick(now: at(22))
        state.lost(now: at(23))
        state.probeArrived(sentAt: at(23))
        #expect(state.freshness == .stale(since: at(15)), "after an outage only a load helps")
    }

    @Test func `a probe that is overdue for the whole grace expires it`() {
        var state = state
        state.probeBound = .seconds(7)
        state.loaded(.notices, startedAt: at(0))
        state.tick(now: at(300))
        #expect(state.freshness == .expired)
        state.probeArrived(sentAt: at(299))
        #expect(state.freshness == .expired)
    }

    @Test func `notices stay fresh without a probe until they are lost`() {
        var state = state
        state.loaded(.notices, startedAt: at(0))
        state.tick(now: at(100_000))
        #expect(state.freshness == .fresh(.notices))
    }
}
