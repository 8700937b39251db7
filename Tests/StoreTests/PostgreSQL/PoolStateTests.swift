import Testing

@testable import Store

@Suite struct PoolStateTests {
    private func announced(_ state: inout PoolState, _ count: Int) -> [PoolState.JobID] {
        (0..<count).map { _ in state.announce() }
    }

    @Test func `Threads are made as needed, up to the bound, and jobs served in order`() {
        var state = PoolState(size: 2, queueLimit: 10)
        let jobs = announced(&state, 4)
        #expect(state.submit(jobs[0]) == .startWorker(1))
        #expect(state.submit(jobs[1]) == .startWorker(2))
        #expect(state.submit(jobs[2]) == .wait)
        #expect(state.next(1, .started) == .run(jobs[0]))
        #expect(state.next(2, .started) == .run(jobs[1]))
        #expect(state.next(2, .finished(jobs[1])) == .run(jobs[2]))
        #expect(state.next(1, .finished(jobs[0])) == .sleep)
        #expect(state.submit(jobs[3]) == .wakeWorker)
        #expect(state.next(1, .woken) == .run(jobs[3]))
        #expect(state.load == (2, 0))
    }

    @Test func `A sleeper that is spoken for is not counted twice`() {
        var state = PoolState(size: 2, queueLimit: 10)
        let jobs = announced(&state, 3)
        _ = state.submit(jobs[0])
        _ = state.next(1, .started)
        #expect(state.next(1, .finished(jobs[0])) == .sleep)
        #expect(state.submit(jobs[1]) == .wakeWorker)
        #expect(state.submit(jobs[2]) == .startWorker(2))
    }

    @Test func `One job more than may wait is refused`() {
        var state = PoolState(size: 1, queueLimit: 2)
        let jobs = announced(&state, 4)
        _ = state.submit(jobs[0])
        _ = state.next(1, .started)
        #expect(state.submit(jobs[1]) == .wait)
        #expect(state.submit(jobs[2]) == .wait)
        #expect(state.submit(jobs[3]) == .refuseFull)
    }

    @Test func `A cancelled job is revoked, dropped or interrupted, wherever it is`() {
        var state = PoolState(size: 1, queueLimit: 5)
        let jobs = announced(&state, 3)
        #expect(state.cancel(jobs[0]) == .nothing)
        #expect(state.submit(jobs[0]) == .refuseCancelled)
        _ = state.submit(jobs[1])
        _ = state.next(1, .started)
        #expect(state.cancel(jobs[1]) == .interrupt(1))
        _ = state.submit(jobs[2])
        #expect(state.cancel(jobs[2]) == .drop)
        #expect(state.cancel(jobs[2]) == .nothing)
        #expect(state.next(1, .finished(jobs[1])) == .sleep)
        #expect(state.cancel(jobs[1]) == .nothing)
    }

    @Test func `A closed pool refuses what waits, lets run what runs, and ends its threads`() {
        var state = PoolState(size: 1, queueLimit: 5)
        let jobs = announced(&state, 3)
        _ = state.submit(jobs[0])
        _ = state.next(1, .started)
        _ = state.submit(jobs[1])
        let action = state.close()
        #expect(action == .init(refused: [jobs[1]], running: [1], sleepers: 0))
        #expect(state.submit(jobs[2]) == .refuseClosed)
        #expect(!state.isEmpty)
        #expect(state.next(1, .finished(jobs[0])) == .end)
        #expect(state.isEmpty)
    }
}
