import NIOCore

/// The requests of one connection that wait for their answers, and the batches that they belong to.
///
/// The first outcome of a request counts, be it its answer or the end of its time; a later one is
/// dropped here.
struct PendingRequests: Equatable, Sendable {
    private var entries: [Token: Entry] = [:]
    private var batches: [UInt64: Batch] = [:]
    private var nextNumber: UInt64 = 0

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
        var batch: UInt64?
    }

    private struct Batch: Equatable, Sendable {
        var open: Int
        var answers: [ByteBuffer]
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Takes a request that stands alone.
    mutating func begin(_ request: Taken) -> Token {
        insert(Entry(request: request, batch: nil))
    }

    /// Takes the requests of a batch, with the answers that are known already.
    mutating func beginBatch(_ requests: [Taken], answers: [ByteBuffer]) -> [Token] {
        let number = nextNumber
        nextNumber += 1
        batches[number] = Batch(open: requests.count, answers: answers)
        return requests.map { insert(Entry(request: $0, batch: number)) }
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
    mutating func complete(_ token: Token, _ answer: ByteBuffer?) -> Completion {
        guard let entry = entries.removeValue(forKey: token) else { return .late }
        guard let number = entry.batch else { return answer.map(Completion.write) ?? .quiet }
        guard var batch = batches.removeValue(forKey: number) else {
            preconditionFailure("request \(token.number) outlived its batch")
        }
        batch.open -= 1
        if let answer { batch.answers.append(answer) }
        guard batch.open == 0 else {
            batches[number] = batch
            return .quiet
        }
        return batch.answers.isEmpty ? .quiet : .writeBatch(batch.answers)
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

    /// When a request's time is over; nil once it has its outcome.
    func deadline(of token: Token) -> NIODeadline? { entries[token]?.request.deadline }

    /// When the next request's time is over.
    var nextDeadline: NIODeadline? { entries.values.map(\.request.deadline).min() }
}
