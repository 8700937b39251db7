import Testing

@testable import Store

@Suite struct ReadFailureStateTests {
    private let start = Moment(wall: Timestamp(milliseconds: 0), monotonicNanoseconds: 0)

    private func at(_ seconds: Int) -> Moment { start.advanced(by: .seconds(seconds)) }

    @Test func `the first failure of a table is told, the others are counted`() {
        var state = ReadFailureState()
        #expect(state.failed(.keys, rows: 2, now: at(0)) == true)
        #expect(state.failed(.keys, rows: 1, now: at(1)) == false)
        #expect(state.failed(.teams, rows: 1, now: at(1)) == true)
        #expect(state.count == 4)
    }

    @Test func `an outage ends with a success after a while without failures`() {
        var state = ReadFailureState()
        #expect(state.succeeded(.keys, now: at(0)) == nil)
        _ = state.failed(.keys, rows: 2, now: at(0))
        _ = state.failed(.keys, rows: 3, now: at(10))
        #expect(state.succeeded(.keys, now: at(69)) == nil)
        #expect(state.failed(.keys, rows: 1, now: at(69)) == false)
        #expect(state.succeeded(.teams, now: at(200)) == nil)
        #expect(state.succeeded(.keys, now: at(129)) == 6)
        #expect(state.failed(.keys, rows: 1, now: at(130)) == true)
        #expect(state.count == 7)
    }
}
