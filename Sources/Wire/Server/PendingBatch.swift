import NIOCore

/// A batch of which not every item is answered yet.
struct PendingBatch: Equatable, Sendable {
    /// Items without an answer.
    var open: Int
    /// Items whose handlers run.
    var running = 0
    private(set) var answers: [ByteBuffer]
    /// An answer has found no room: requests that wait are not carried out any more.
    private(set) var isFull = false
    private var bytes: Int
    /// The items that have not had their turn, the last one first.
    private var waiting: [PendingRequests.Token]

    init(waiting: [PendingRequests.Token], answers: [ByteBuffer]) {
        open = waiting.count
        self.answers = answers
        bytes = answers.reduce(0) { $0 + $1.readableBytes }
        self.waiting = waiting.reversed()
    }

    /// The item whose turn it is, if there is one and not too many run.
    mutating func nextWaiting(atOnce limit: Int) -> PendingRequests.Token? {
        running < limit ? waiting.popLast() : nil
    }

    /// Keeps an answer.
    ///
    /// - Parameters:
    ///   - answer: its bytes.
    ///   - limit: how many bytes all answers may have.
    ///   - mustFit: whether it is kept only where there is room.
    /// - Returns: whether it was kept.
    mutating func take(_ answer: ByteBuffer, limit: Int, mustFit: Bool) -> Bool {
        let sum = bytes + answer.readableBytes
        if sum > limit { isFull = true }
        guard sum <= limit || !mustFit else { return false }
        bytes = sum
        answers.append(answer)
        return true
    }

    /// Keeps a small answer in the place of one that had no room.
    mutating func add(_ answer: ByteBuffer?) {
        if let answer { answers.append(answer) }
    }
}
