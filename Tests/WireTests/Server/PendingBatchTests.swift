import NIOCore
import Testing

@testable import Wire

/// The bound of answers, and the turns of a batch's items.
@Suite struct PendingBatchTests {
    private static let reading = RequestTerms(timeout: .seconds(1), changesData: false)
    private static let changing = RequestTerms(timeout: .seconds(1), changesData: true)

    private func limits(bytes: Int, atOnce: Int = 64) -> Limits {
        var limits = Limits()
        limits.answerBytes = bytes
        limits.batchItemsAtOnce = atOnce
        return limits
    }

    private func taken(
        _ id: Int64?,
        _ terms: RequestTerms = reading
    ) -> PendingRequests.Taken {
        .init(
            id: id.map { RequestID($0) },
            deadline: .uptimeNanoseconds(100),
            terms: terms
        )
    }

    private func answer(_ bytes: Int) -> ByteBuffer {
        ByteBuffer(repeating: UInt8(ascii: "1"), count: bytes)
    }

    private func error(_ answer: ByteBuffer?) throws -> JSON? {
        try answer.flatMap { try JSONParser.parse(String(buffer: $0))["error"] }
    }

    private func written(_ completion: PendingRequests.Completion) -> [ByteBuffer] {
        switch completion {
        case .write(let answer): [answer]
        case .writeBatch(let answers): answers
        case .late, .quiet: []
        }
    }

    @Test func `an answer may have as many bytes as the bound, and not one more`() throws {
        var pending = PendingRequests(limits: limits(bytes: 100))
        let most = pending.begin(taken(1))
        #expect(pending.complete(most, answer(100)) == .write(answer(100)))
        let over = pending.begin(taken(2))
        let error = try error(written(pending.complete(over, answer(101))).first)
        #expect(error?["data"]?["type"] == "overloaded")
        #expect(error?["data"]?["detail"] == "answer_too_large")
        #expect(error?["data"]?["retryable"] == false)
        #expect(error?["data"]?["limit"] == 100)
        #expect(error?["data"]?["used"] == 101)
    }

    @Test func `who changed something is told so, though the answer is too large`() throws {
        var pending = PendingRequests(limits: limits(bytes: 100))
        let token = pending.begin(taken(1, Self.changing))
        let error = try error(written(pending.complete(token, answer(101))).first)
        #expect(error?["message"]?.string?.contains("was carried out") == true)
    }

    @Test func `the answers to a batch share the bound`() throws {
        var pending = PendingRequests(limits: limits(bytes: 100))
        let (batch, tokens) = pending.beginBatch([taken(1), taken(2), taken(3)], answers: [])
        for token in tokens { #expect(pending.next(in: batch) == .start(token)) }
        #expect(pending.complete(tokens[0], answer(60)) == .quiet)
        #expect(pending.complete(tokens[1], answer(40)) == .quiet)
        let all = written(pending.complete(tokens[2], answer(1)))
        #expect(all.map(\.readableBytes).prefix(2) == [60, 40])
        let error = try error(all.last)
        #expect(error?["data"]?["type"] == "overloaded")
        #expect(error?["data"]?["retryable"] == true)
    }

    @Test func `what waits in a full batch is not started, but for notifications`() throws {
        var pending = PendingRequests(limits: limits(bytes: 100, atOnce: 1))
        let (batch, tokens) = pending.beginBatch(
            [taken(1), taken(2, Self.changing), taken(nil), taken(4)],
            answers: []
        )
        #expect(pending.next(in: batch) == .start(tokens[0]))
        #expect(pending.next(in: batch) == .wait)
        #expect(pending.complete(tokens[0], answer(200)) == .quiet)
        pending.returned(in: batch)
        // The error that took the place of the answer fits; a second one does not.
        guard case .refuse(tokens[1], let refusal) = pending.next(in: batch) else {
            Issue.record("the batch is full")
            return
        }
        #expect(try error(refusal)?["data"]?["type"] == "overloaded")
        #expect(pending.complete(tokens[1], refusal) == .quiet)
        #expect(pending.next(in: batch) == .start(tokens[2]))
        #expect(pending.complete(tokens[2], nil) == .quiet)
        pending.returned(in: batch)
        guard case .refuse(tokens[3], let last) = pending.next(in: batch) else {
            Issue.record("the batch is full")
            return
        }
        #expect(written(pending.complete(tokens[3], last)).count == 3)
        #expect(pending.next(in: batch) == .wait)
        #expect(pending.isEmpty)
    }

    @Test func `what ran and changed something is answered in full, room or not`() {
        var pending = PendingRequests(limits: limits(bytes: 100))
        let (batch, tokens) = pending.beginBatch(
            [taken(1), taken(2, Self.changing)],
            answers: []
        )
        for token in tokens { #expect(pending.next(in: batch) == .start(token)) }
        #expect(pending.complete(tokens[0], answer(100)) == .quiet)
        #expect(pending.complete(tokens[1], answer(50)) == .writeBatch([answer(100), answer(50)]))
    }

    @Test func `so many items of a batch run at once, and not one more`() {
        var pending = PendingRequests(limits: limits(bytes: 100, atOnce: 2))
        let (batch, tokens) = pending.beginBatch([taken(1), taken(2), taken(3)], answers: [])
        #expect(pending.next(in: batch) == .start(tokens[0]))
        #expect(pending.next(in: batch) == .start(tokens[1]))
        #expect(pending.next(in: batch) == .wait)
        #expect(pending.complete(tokens[1], answer(1)) == .quiet)
        #expect(pending.next(in: batch) == .wait)
        pending.returned(in: batch)
        #expect(pending.next(in: batch) == .start(tokens[2]))
    }

    @Test func `an item whose time was over before its turn is passed over`() {
        var pending = PendingRequests(limits: limits(bytes: 100, atOnce: 1))
        let (batch, tokens) = pending.beginBatch([taken(1), taken(2), taken(3)], answers: [])
        #expect(pending.next(in: batch) == .start(tokens[0]))
        #expect(pending.complete(tokens[1], answer(1)) == .quiet)
        pending.returned(in: batch)
        #expect(pending.next(in: batch) == .start(tokens[2]))
    }
}
