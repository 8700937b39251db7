import Testing

@testable import Store

@Suite struct PrivateServerStateTests {
    private let limits = PrivateServerState.Limits(
        adoption: .seconds(10),
        orphans: .seconds(5),
        total: .seconds(100)
    )

    @Test func `A server that answers is taken, whatever came before`() {
        var state = PrivateServerState(limits: limits)
        #expect(state.next(.ready, after: .zero) == .done)
        #expect(state.next(.ready, after: .seconds(1_000)) == .done)
    }

    @Test func `An absent server is started`() {
        var state = PrivateServerState(limits: limits)
        #expect(state.next(.absent, after: .zero) == .start)
        #expect(state.next(.foreignProcessID, after: .zero) == .removeProcessIDFile)
    }

    @Test func `A running server that does not answer gets time, then is stopped once`() {
        var state = PrivateServerState(limits: limits)
        #expect(state.next(.unresponsive, after: .seconds(9)) == .wait)
        #expect(state.next(.unresponsive, after: .seconds(10)) == .stop)
        #expect(state.next(.unresponsive, after: .seconds(11)) == .wait)
        #expect(state.next(.absent, after: .seconds(12)) == .start)
    }

    @Test func `What a killed server left is waited for, told to end, then killed`() {
        var state = PrivateServerState(limits: limits)
        #expect(state.next(.orphaned, after: .seconds(4)) == .wait)
        #expect(state.next(.orphaned, after: .seconds(5)) == .endOrphans(byForce: false))
        #expect(state.next(.orphaned, after: .seconds(6)) == .wait)
        #expect(state.next(.orphaned, after: .seconds(10)) == .endOrphans(byForce: true))
    }

    @Test func `It is given up at the limit, for the last reason`() {
        var state = PrivateServerState(limits: limits)
        #expect(
            state.next(.unresponsive, after: .seconds(100)) == .giveUp("it takes no connections")
        )
        state.failed("disk full")
        #expect(state.next(.absent, after: .seconds(100)) == .giveUp("disk full"))
    }
}
