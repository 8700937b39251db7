import Testing

@testable import Store

@Suite struct SharedTickTests {
    @Test func `Whoever sleeps for steps wakes at a tick, whenever they begin`() {
        for begin in stride(from: 0, through: 2_000, by: 7).map(Duration.milliseconds) {
            for asked in [1_000, 1_499, 5_000, 3_599_999].map(Duration.milliseconds) {
                let wait = SharedTick.wait(asked, at: begin)
                #expect((begin + wait).wholeNanoseconds % SharedTick.step.wholeNanoseconds == 0)
                #expect(wait <= asked && asked - wait < SharedTick.step)
                #expect(SharedTick.isOver(asked, rest: asked - wait))
            }
        }
    }

    @Test func `Short sleeps and very long ones are as long as they are asked for`() {
        for asked in [Duration.zero, .milliseconds(999), .seconds(3_600), .seconds(Int64.max)] {
            #expect(SharedTick.wait(asked, at: .milliseconds(123)) == asked)
            #expect(!SharedTick.isOver(asked, rest: .nanoseconds(1)))
        }
    }
}
