import Testing

@testable import Store

@Suite struct ChildEndingTests {
    private let start = ContinuousClock.now

    @Test func `a program that takes too long is killed`() {
        var ending = ChildEnding(deadline: start + .seconds(60))
        #expect(ending.timeIsUp(at: start + .seconds(60), obedience: .seconds(5)) == .kill)
    }

    @Test func `an interrupted one is told to end after its grace, and killed if it does not`() {
        var ending = ChildEnding(deadline: start + .seconds(60))
        ending.interrupted(at: start, grace: .seconds(2))
        #expect(ending.isInterrupted)
        #expect(ending.deadline == start + .seconds(2))
        #expect(ending.timeIsUp(at: ending.deadline, obedience: .seconds(5)) == .terminate)
        #expect(ending.deadline == start + .seconds(7))
        #expect(ending.timeIsUp(at: ending.deadline, obedience: .seconds(5)) == .kill)
    }

    @Test func `grace never lets it run for longer than its time limit`() {
        var ending = ChildEnding(deadline: start + .seconds(1))
        ending.interrupted(at: start, grace: .seconds(2))
        #expect(ending.deadline == start + .seconds(1))
    }
}
