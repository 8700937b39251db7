import Testing

@testable import Wire

@Suite struct ConnectionStateTests {
    private let error = WireError(.parseError, "no JSON")
    private let decode = ConnectionState.Step.decode(isFinal: false)

    private func state(limit: Int = 2) -> ConnectionState {
        ConnectionState(requestsInFlight: limit)
    }

    @Test func `an open connection decodes and reads`() {
        var state = state()
        #expect(state.step() == decode)
        #expect(state.readRequested() == .read)
        #expect(state.resumeRead() == false)
        #expect(state.takesInput)
    }

    @Test func `at the limit nothing is decoded or read, until a handler returns`() {
        var state = state()
        state.started()
        #expect(state.step() == decode)
        state.started()
        #expect(state.step() == .wait)
        #expect(state.readRequested() == .hold)
        #expect(state.resumeRead() == false)
        state.answered()
        // Answered by the clock: the handler still runs, and still counts.
        #expect(state.step() == .wait)
        state.returned()
        #expect(state.step() == decode)
        #expect(state.resumeRead() == true)
        #expect(state.resumeRead() == false)
    }

    @Test func `while too many bytes wait for the client nothing is decoded or read`() {
        var state = state()
        state.writabilityChanged(false)
        #expect(state.step() == .wait)
        #expect(state.readRequested() == .hold)
        state.writabilityChanged(true)
        #expect(state.step() == decode)
        #expect(state.resumeRead() == true)
    }

    @Test func `a batch that has no room waits, and keeps everything behind it waiting`() {
        var state = state(limit: 3)
        state.started(2)
        #expect(state.admit(1) == .start)
        #expect(state.admit(2) == .wait)
        #expect(state.step() == .wait)
        #expect(state.readRequested() == .hold)
        state.answered()
        state.returned()
        #expect(state.step() == .startWaiting)
        state.started(2)
        #expect(state.step() == .wait)
    }

    @Test func `a batch above the limit starts alone`() {
        var state = state(limit: 2)
        #expect(state.admit(5) == .start)
        state.started(1)
        #expect(state.admit(5) == .wait)
        state.answered()
        state.returned()
        #expect(state.step() == .startWaiting)
        state.started(5)
        #expect(state.step() == .wait)
    }

    @Test func `after the client's last byte all is answered, then the connection ends`() {
        var state = state()
        state.started()
        #expect(state.inputEnded() == .none)
        #expect(state.step() == .decode(isFinal: true))
        #expect(state.readRequested() == .hold)
        state.inputExhausted()
        #expect(!state.takesInput)
        #expect(state.step() == .wait)
        state.answered()
        #expect(state.step() == .writeLast(nil))
        #expect(state.step() == .wait)
        #expect(state.lastWritten() == .close)
        #expect(state.phase == .closed)
    }

    @Test func `an error comes after what is in flight, and the client gets time to read it`() {
        var state = state()
        state.started()
        state.failed(error)
        #expect(!state.takesInput)
        #expect(state.step() == .wait)
        #expect(state.readRequested() == .read)
        state.answered()
        #expect(state.step() == .writeLast(error))
        #expect(state.lastWritten() == .linger)
        #expect(state.step() == .wait)
        #expect(state.inputEnded() == .close)
        #expect(state.inputEnded() == .none)
    }

    @Test func `a client that has ended needs no time to read`() {
        var state = state()
        #expect(state.inputEnded() == .none)
        state.failed(error)
        #expect(state.step() == .writeLast(error))
        #expect(state.lastWritten() == .close)
    }

    @Test func `a client that ends while the last bytes are written is closed after them`() {
        var state = state()
        state.failed(error)
        #expect(state.step() == .writeLast(error))
        #expect(state.inputEnded() == .none)
        #expect(state.lastWritten() == .close)
    }

    @Test func `a client that ends while answers are awaited needs no time to read`() {
        var state = state()
        state.started()
        state.failed(error)
        #expect(state.inputEnded() == .none)
        state.answered()
        #expect(state.step() == .writeLast(error))
        #expect(state.lastWritten() == .close)
    }

    @Test func `the first error counts`() {
        var state = state()
        state.failed(error)
        state.failed(WireError(.overloaded, "later"))
        state.drain()
        #expect(state.step() == .writeLast(error))
    }

    @Test func `draining answers what is in flight and takes nothing else`() {
        var state = state()
        state.started()
        state.drain()
        #expect(!state.takesInput)
        #expect(state.step() == .wait)
        state.answered()
        #expect(state.step() == .writeLast(nil))
        #expect(state.lastWritten() == .close)
    }

    @Test func `draining forgets a batch that waits`() {
        var state = state(limit: 1)
        state.started()
        #expect(state.admit(1) == .wait)
        state.drain()
        state.answered()
        state.returned()
        #expect(state.step() == .writeLast(nil))
    }

    @Test func `a closed connection does nothing more`() {
        var state = state()
        state.started()
        state.closed()
        #expect(state.step() == .wait)
        #expect(state.readRequested() == .hold)
        #expect(state.lastWritten() == .none)
        #expect(state.inputEnded() == .none)
        state.failed(error)
        state.drain()
        #expect(state.phase == .closed)
        state.answered()
        state.returned()
    }

    @Test func `impossible events trap`() async {
        await #expect(processExitsWith: .failure) {
            var state = ConnectionState(requestsInFlight: 1)
            state.answered()
        }
        await #expect(processExitsWith: .failure) {
            var state = ConnectionState(requestsInFlight: 1)
            state.started()
            state.returned()
        }
        await #expect(processExitsWith: .failure) {
            var state = ConnectionState(requestsInFlight: 1)
            state.inputExhausted()
        }
        await #expect(processExitsWith: .failure) {
            var state = ConnectionState(requestsInFlight: 1)
            _ = state.lastWritten()
        }
    }

    /// A connection among random events, against what must hold whatever comes.
    @Test(arguments: 1...200)
    func `no order of events breaks the bounds`(seed: Int) {
        var random = SplitMix(state: UInt64(seed))
        let limit = 4
        var state = state(limit: limit)
        var (unanswered, zombies, waitingBatch, lastPending) = (0, 0, 0, false)
        for _ in 0..<300 {
            switch random.next() % 8 {
            case 0, 1, 2:
                switch state.step() {
                case .decode(let isFinal):
                    #expect(unanswered + zombies < limit)
                    if isFinal, random.next() % 2 == 0 {
                        state.inputExhausted()
                    } else {
                        let count = Int(random.next() % 6) + 1
                        switch state.admit(count) {
                        case .start:
                            state.started(count)
                            unanswered += count
                        case .wait: waitingBatch = count
                        }
                    }
                case .startWaiting:
                    state.started(waitingBatch)
                    unanswered += waitingBatch
                    waitingBatch = 0
                case .writeLast:
                    #expect(unanswered == 0)
                    lastPending = true
                case .wait: break
                }
            case 3 where unanswered > 0:
                state.answered()
                unanswered -= 1
                zombies += 1
            case 4 where zombies > 0:
                state.returned()
                zombies -= 1
            case 5: state.writabilityChanged(random.next() % 2 == 0)
            case 6 where random.next() % 30 == 0: state.drain()
            case 7 where random.next() % 30 == 0: _ = state.inputEnded()
            default:
                if lastPending, random.next() % 4 == 0 {
                    lastPending = false
                    #expect(state.lastWritten() != .none)
                }
            }
            #expect(unanswered + zombies <= max(limit, 6))
            #expect(state.inFlight == unanswered)
        }
    }
}

/// A small random source whose walk a seed repeats: https://prng.di.unimi.it/splitmix64.c.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
