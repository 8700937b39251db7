import Testing

@testable import Store

/// When what is kept of limits is written again.
@Suite struct KeptWritingStateTests {
    @Test func `what was written is not written again, what failed is`() {
        var state = KeptWritingState()
        #expect(!state.isDue(changes: 0))
        #expect(state.isDue(changes: 3))
        _ = state.ended(changes: 3, isWritten: false, took: .zero)
        #expect(state.isDue(changes: 3))
        _ = state.ended(changes: 3, isWritten: true, took: .zero)
        #expect(!state.isDue(changes: 3))
        #expect(state.isDue(changes: 4))
    }

    @Test func `failures are told once, and their end`() {
        var state = KeptWritingState()
        let notices = [true, false, false, false, true, true, false].map {
            state.ended(changes: 1, isWritten: $0, took: .zero)
        }
        #expect(
            notices == [.nothing, .fails, .nothing, .nothing, .recovered, .nothing, .fails]
        )
    }

    @Test(arguments: [(0, 5_000), (100, 5_000), (101, 5_050), (300, 15_000), (60_000, 15_000)])
    func `it rests for as long as a writing calls for, within bounds`(took: Int, pause: Int) {
        var state = KeptWritingState()
        _ = state.ended(changes: 1, isWritten: true, took: .milliseconds(took))
        #expect(state.pause == .milliseconds(pause))
    }
}
