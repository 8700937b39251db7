import Testing

@testable import Store

@Suite struct FloodGateTests {
    private let start = Moment(wall: Timestamp(milliseconds: 0), monotonicNanoseconds: 5_000)

    @Test func `a second's worth passes at once, and not one more`() {
        var gate = FloodGate(perSecond: 200)
        for _ in 0..<200 { #expect(gate.admit(now: start) == nil) }
        #expect(gate.admit(now: start) == .milliseconds(5))
    }

    @Test func `the wait that it names is exactly long enough`() throws {
        var gate = FloodGate(perSecond: 3)
        for _ in 0..<3 { #expect(gate.admit(now: start) == nil) }
        let refusal = gate.admit(now: start)
        let wait = try #require(refusal)
        let early = start.advanced(by: wait - .nanoseconds(1))
        #expect(gate.admit(now: early) == .nanoseconds(1))
        #expect(gate.admit(now: start.advanced(by: wait)) == nil)
    }

    @Test func `in the long run so many pass per second, however they come`() {
        var random = SeededRandom(seed: 11)
        var gate = FloodGate(perSecond: 50)
        var now = start
        var admitted = 0
        for _ in 0..<20_000 {
            now = now.advanced(by: .microseconds(random.next(below: 1_000)))
            if gate.admit(now: now) == nil { admitted += 1 }
        }
        let seconds = now.elapsed(since: start) / .seconds(1)
        #expect(Double(admitted) <= 50 * seconds + 50)
        #expect(Double(admitted) >= 50 * seconds - 1)
    }

    @Test func `rest saves up one second's worth at most`() {
        var gate = FloodGate(perSecond: 10)
        #expect(gate.admit(now: start) == nil)
        let later = start.advanced(by: .seconds(1_000_000))
        for _ in 0..<10 { #expect(gate.admit(now: later) == nil) }
        #expect(gate.admit(now: later) != nil)
    }

    @Test func `a clock that stands still or goes back gives nothing`() {
        var gate = FloodGate(perSecond: 1)
        #expect(gate.admit(now: start) == nil)
        #expect(gate.admit(now: start) == .seconds(1))
        let before = Moment(wall: start.wall, monotonicNanoseconds: 0)
        #expect(gate.admit(now: before) == .seconds(1))
    }

    @Test func `no rate is none at all`() {
        var gate = FloodGate(perSecond: 0)
        #expect(gate.admit(now: start) == nil)
        #expect(gate.admit(now: start) == .seconds(1))
    }
}
