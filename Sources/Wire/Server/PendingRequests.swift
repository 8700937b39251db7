import NIOCore

/// The requests of one connection that wait for their answers, and the batches that they belong to.
///
/// The first outcome of a request counts, be it its answer or the end of its time; a later one is
/// dropped here.
struct PendingRequests: Equatable, Sendable {
    private var entries: [Token: Entry] = [:]
    private var batches: [BatchID: PendingBatch] = [:]
    private var nextNumber: UInt64 = 0
    private let limits: Limits

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Names one batch of one connection.
    struct BatchID: Hashable, Sendable {
        fileprivate let number: UInt64
    }

    /// Names one request of one connection.
    struct Token: Hashable, Comparable, Sendable {
        fileprivate let number: UInt64

        static func < (left: Token, right: Token) -> Bool { left.number < right.number }
    }

    /// A request as it was taken.
    struct Taken: Equatable, Sendable {
        /// Nil for a notification.
        var id: RequestID?
        var deadline: NIODeadline
        /// What its method says about time and change.
        var terms = RequestTerms()
    }

    private struct Entry: Equatable, Sendable {
        var request: Taken
        var batch: BatchID?
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Takes a request that stands alone.
    mutating func begin(_ request: Taken) -> Token {
        insert(Entry(request: request, batch: nil))
    }

    /// Takes the requests of a batch, with the answers that are known already.
    mutating func beginBatch(
        _ requests: [Taken],
        answers: [ByteBuffer]
    ) -> (batch: BatchID, tokens: [Token]) {
        let id = BatchID(number: nextNumber)
        nextNumber += 1
        let tokens = requests.map { insert(Entry(request: $0, batch: id)) }
        batches[id] = PendingBatch(waiting: tokens, answers: answers)
        return (id, tokens)
    }

    private mutating func insert(_ entry: Entry) -> Token {
        let token = Token(number: nextNumber)
        nextNumber += 1
        entries[token] = entry
        return token
    }

    /// What an outcome leads to.
    enum Completion: Equatable, Sendable {
        /// The request had an outcome before: nothing happens.
        case late
        /// Nothing is written: a notification, or a batch still waits for others.
        case quiet
        case write(ByteBuffer)
        /// The whole batch is answered: one array with these answers.
        case writeBatch([ByteBuffer])
    }

    /// Takes the outcome of a request: its answer, or nil for a notification.
    ///
    /// An answer beyond the bound becomes an error that says so; what a batch has no room for is
    /// told `overloaded`.
    mutating func complete(_ token: Token, _ answer: ByteBuffer?) -> Completion {
        guard let entry = entries.removeValue(forKey: token) else { return .late }
        let answer = fitting(answer, entry.request)
        guard let id = entry.batch else { return answer.map(Completion.write) ?? .quiet }
        guard var batch = batches.removeValue(forKey: id) else {
            preconditionFailure("request \(token.number) outlived its batch")
        }
        // What changed something is told what came of it, room or not: it was one of a few that
        // ran, and a key that was made is shown this once.
        let mustFit = !entry.request.terms.changesData
        if let answer, !batch.take(answer, limit: limits.answerBytes, mustFit: mustFit) {
            batch.add(overloaded(entry.request))
        }
        batch.open -= 1
        guard batch.open == 0 else {
            batches[id] = batch
            return .quiet
        }
        return batch.answers.isEmpty ? .quiet : .writeBatch(batch.answers)
    }

    private func fitting(_ answer: ByteBuffer?, _ request: Taken) -> ByteBuffer? {
        guard let answer, let id = request.id, answer.readableBytes > limits.answerBytes else {
            return answer
        }
        let error = WireError.answerTooLarge(
            answer.readableBytes,
            limit: limits.answerBytes,
            changesData: request.terms.changesData
        )
        return Reply.bytes(Response(id: id, outcome: .failure(error)))
    }

    private func overloaded(_ request: Taken) -> ByteBuffer? {
        request.id.map { id in
            let error = WireError.batchIsFull(limit: limits.answerBytes)
            return Reply.bytes(Response(id: id, outcome: .failure(error)))
        }
    }

    /// A request whose time is over.
    struct Expired: Equatable, Sendable {
        var token: Token
        var request: Taken
    }

    /// The requests whose time is over, oldest first; they still have to be completed.
    func expired(at now: NIODeadline) -> [Expired] {
        entries.filter { $0.value.request.deadline <= now }.sorted { $0.key < $1.key }
            .map { Expired(token: $0.key, request: $0.value.request) }
    }

    /// The id that a request is answered under; nil once it has its outcome, or for a notification.
    func id(of token: Token) -> RequestID? { entries[token]?.request.id }

    /// When a request's time is over; nil once it has its outcome.
    func deadline(of token: Token) -> NIODeadline? { entries[token]?.request.deadline }

    /// When the next request's time is over.
    var nextDeadline: NIODeadline? { entries.values.map(\.request.deadline).min() }
}

// MARK: - The turns of a batch's items

extension PendingRequests {
    /// What is done next with the items of a batch that wait.
    enum Turn: Equatable, Sendable {
        case start(Token)
        /// The batch is full: it is not carried out, and completed with this answer.
        case refuse(Token, ByteBuffer)
        /// Nothing, until one that runs has returned.
        case wait
    }

    /// Gives the next item its turn, in their order.
    mutating func next(in id: BatchID) -> Turn {
        while let token = batches[id]?.nextWaiting(atOnce: limits.batchItemsAtOnce) {
            // Its time may be over by now.
            guard let entry = entries[token] else { continue }
            // Notifications take no room, and could not be told.
            if batches[id]?.isFull == true, let refusal = overloaded(entry.request) {
                return .refuse(token, refusal)
            }
            batches[id]?.running += 1
            return .start(token)
        }
        return .wait
    }

    /// The handler of an item has returned.
    mutating func returned(in id: BatchID) { batches[id]?.running -= 1 }
}
