/// Decides what one connection does next: read, decode, answer, close.
///
/// Bounds memory: while too many requests are in flight or too many answers wait for the client,
/// nothing is decoded and nothing is read.
struct ConnectionState: Equatable, Sendable {
    private(set) var phase = Phase.open
    /// Requests that were started and not answered yet; each item of a batch counts.
    private(set) var inFlight = 0
    /// Requests whose handlers run, also those that were answered when their time was over.
    private var running = 0
    private let limit: Int
    private var isWritable = true
    private var isReadHeld = false
    /// The size of a batch that waits for room, if one does.
    private var waiting: Int?

    init(requestsInFlight limit: Int) {
        self.limit = limit
    }

    enum Phase: Equatable, Sendable {
        /// Requests are taken. Goes anywhere.
        case open
        /// The client has sent its last byte; what came is still decoded. Goes to `finishing`.
        case inputClosed
        /// Nothing is decoded any more; what is in flight is answered, then the error, if any.
        /// Goes to `writingLast`.
        case finishing(WireError?, inputClosed: Bool)
        /// The last bytes are on their way. Goes to `lingering` or `closed`.
        case writingLast(linger: Bool)
        /// Our side is shut; the client has a while to read before the rest is. Goes to `closed`.
        case lingering
        /// The channel is gone, or is being closed.
        case closed
    }

    /// What the shell does now; it asks again after each thing done.
    enum Step: Equatable, Sendable {
        /// Ask the decoder for the next frame.
        case decode(isFinal: Bool)
        /// Start the batch that was kept, which has room now.
        case startWaiting
        /// Nothing, until another event comes.
        case wait
        /// Write the error, if any, and report when the last byte has left.
        case writeLast(WireError?)
    }

    mutating func step() -> Step {
        switch phase {
        case .open, .inputClosed:
            guard isWritable else { return .wait }
            if let waiting {
                guard fits(waiting) else { return .wait }
                self.waiting = nil
                return .startWaiting
            }
            return hasRoom ? .decode(isFinal: phase == .inputClosed) : .wait
        case .finishing(let error, let isInputClosed):
            guard inFlight == 0 else { return .wait }
            phase = .writingLast(linger: error != nil && !isInputClosed)
            return .writeLast(error)
        case .writingLast, .lingering, .closed:
            return .wait
        }
    }

    /// What to do with a frame of several requests.
    enum Admission: Equatable, Sendable {
        case start
        /// Keep it; `startWaiting` says when it has room.
        case wait
    }

    /// A batch came.
    ///
    /// One that is larger than the limit itself starts when nothing else is in flight.
    mutating func admit(_ count: Int) -> Admission {
        if fits(count) { return .start }
        precondition(waiting == nil, "a second batch came while one waits for room")
        waiting = count
        return .wait
    }

    private func fits(_ count: Int) -> Bool {
        running == 0 || running + count <= limit
    }

    private var hasRoom: Bool { running < limit }

    /// Requests are handed to their handlers.
    mutating func started(_ count: Int = 1) {
        inFlight += count
        running += count
    }

    /// A request has its answer, be it from the handler or from the clock.
    mutating func answered() {
        precondition(inFlight > 0, "an answer without a request")
        inFlight -= 1
    }

    /// A handler has returned; the request was answered by now.
    mutating func returned() {
        precondition(running > inFlight, "a handler returned twice, or without an answer")
        running -= 1
    }

    /// Whether a read is done now or kept until there is room.
    enum Read: Equatable, Sendable {
        case read
        case hold
    }

    /// The channel asks whether it may read.
    mutating func readRequested() -> Read {
        isReadHeld = !mayRead
        return isReadHeld ? .hold : .read
    }

    /// Whether the kept read is done now; asked after every event that may have made room.
    mutating func resumeRead() -> Bool {
        guard isReadHeld, mayRead else { return false }
        isReadHeld = false
        return true
    }

    private var mayRead: Bool {
        switch phase {
        case .open: isWritable && waiting == nil && hasRoom
        // What comes now is dropped, so that the client's end is seen.
        case .finishing, .writingLast, .lingering: true
        case .inputClosed, .closed: false
        }
    }

    /// The bytes that wait for the client became too many, or few enough again.
    mutating func writabilityChanged(_ isWritable: Bool) {
        self.isWritable = isWritable
    }

    /// Whether the connection is closed now.
    enum Ending: Equatable, Sendable {
        case none
        case close
        /// Shut our side; close when the client has, or its time is over.
        case linger
    }

    /// The client has sent its last byte.
    mutating func inputEnded() -> Ending {
        switch phase {
        case .open: phase = .inputClosed
        case .finishing(let error, _): phase = .finishing(error, inputClosed: true)
        case .writingLast: phase = .writingLast(linger: false)
        case .lingering:
            phase = .closed
            return .close
        case .inputClosed, .closed: break
        }
        return .none
    }

    /// The decoder has nothing more after the client's last byte.
    mutating func inputExhausted() {
        switch phase {
        case .inputClosed: phase = .finishing(nil, inputClosed: true)
        case .open, .finishing, .writingLast, .lingering, .closed:
            preconditionFailure("input exhausted in \(phase)")
        }
    }

    /// The stream cannot be read any further: the error comes after what is in flight.
    mutating func failed(_ error: WireError) {
        switch phase {
        case .open: phase = .finishing(error, inputClosed: false)
        case .inputClosed: phase = .finishing(error, inputClosed: true)
        case .finishing, .writingLast, .lingering, .closed: break
        }
    }

    /// The server stops: what is in flight is answered, nothing else is taken.
    mutating func drain() {
        switch phase {
        case .open: phase = .finishing(nil, inputClosed: false)
        case .inputClosed: phase = .finishing(nil, inputClosed: true)
        case .finishing, .writingLast, .lingering, .closed: break
        }
    }

    /// The last byte has left.
    mutating func lastWritten() -> Ending {
        switch phase {
        case .writingLast(linger: true):
            phase = .lingering
            return .linger
        case .writingLast(linger: false):
            phase = .closed
            return .close
        case .closed: return .none
        case .open, .inputClosed, .finishing, .lingering:
            preconditionFailure("last bytes written in \(phase)")
        }
    }

    /// The channel is gone.
    mutating func closed() {
        phase = .closed
        waiting = nil
    }

    /// Whether bytes that come now are kept, or dropped.
    var takesInput: Bool { phase == .open || phase == .inputClosed }
}
