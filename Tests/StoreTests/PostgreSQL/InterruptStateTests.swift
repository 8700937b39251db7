import Testing

@testable import Store

@Suite struct InterruptStateTests {
    @Test func `A wake is taken once`() {
        var state = InterruptState()
        #expect(state.takeWake() == false)
        state.wake()
        state.wake()
        #expect(state.takeWake() == true)
        #expect(state.takeWake() == false)
    }

    @Test func `A cancellation holds until the next job`() {
        var state = InterruptState()
        state.cancel()
        #expect(state.mustStop)
        state.settle()
        #expect(state.mustStop)
        state.beginJob()
        #expect(!state.mustStop)
    }

    @Test func `One cancel request is sent per statement`() {
        var state = InterruptState()
        let first = state.beginDelivery() ?? 0
        #expect(first != 0)
        #expect(state.beginDelivery() == nil)
        #expect(state.isDeliveryUnderWay)
        state.endDelivery(first)
        #expect(!state.isDeliveryUnderWay)
        #expect(state.wasDelivered)
        #expect(state.beginDelivery() == nil)
        state.settle()
        #expect(state.beginDelivery() != nil)
    }

    @Test func `The request of a connection that was given up ends nothing`() {
        var state = InterruptState()
        let old = state.beginDelivery() ?? 0
        state.settle()
        let new = state.beginDelivery() ?? 0
        state.endDelivery(old)
        #expect(state.isDeliveryUnderWay)
        state.endDelivery(new)
        #expect(!state.isDeliveryUnderWay)
    }
}
