import NIOCore
import Testing

@testable import Wire

@Suite struct PendingRequestsTests {
    private let deadline = NIODeadline.uptimeNanoseconds(100)
    private let one = ByteBuffer(string: "1")
    private let two = ByteBuffer(string: "2")

    private func taken(_ id: RequestID?) -> PendingRequests.Taken {
        .init(id: id, deadline: deadline)
    }

    @Test func `the first outcome of a request counts`() {
        var pending = PendingRequests()
        let token = pending.begin(.init(id: RequestID(7), deadline: deadline))
        #expect(!pending.isEmpty)
        #expect(pending.complete(token, one) == .write(one))
        #expect(pending.complete(token, two) == .late)
        #expect(pending.isEmpty)
    }

    @Test func `a notification is quiet`() {
        var pending = PendingRequests()
        let token = pending.begin(.init(id: nil, deadline: deadline))
        #expect(pending.complete(token, nil) == .quiet)
        #expect(pending.complete(token, nil) == .late)
    }

    @Test func `a batch is written with its last outcome`() {
        var pending = PendingRequests()
        let known = ByteBuffer(string: "known")
        let tokens = pending.beginBatch(
            [taken(RequestID(1)), taken(nil), taken(RequestID(2))],
            answers: [known]
        ).tokens
        #expect(pending.complete(tokens[2], two) == .quiet)
        #expect(pending.complete(tokens[0], one) == .quiet)
        #expect(pending.complete(tokens[0], one) == .late)
        #expect(pending.complete(tokens[1], nil) == .writeBatch([known, two, one]))
    }

    @Test func `a batch of notifications is quiet to the end`() {
        var pending = PendingRequests()
        let tokens = pending.beginBatch([taken(nil), taken(nil)], answers: []).tokens
        for token in tokens { #expect(pending.complete(token, nil) == .quiet) }
        #expect(pending.isEmpty)
    }

    @Test func `batches do not mix`() {
        var pending = PendingRequests()
        let first = pending.beginBatch([taken(RequestID(1))], answers: []).tokens
        let second = pending.beginBatch([taken(RequestID(2))], answers: []).tokens
        #expect(pending.complete(second[0], two) == .writeBatch([two]))
        #expect(pending.complete(first[0], one) == .writeBatch([one]))
    }

    @Test func `a request expires at its deadline, and not before`() {
        var pending = PendingRequests()
        #expect(pending.nextDeadline == nil)
        let late = pending.begin(.init(id: RequestID(1), deadline: deadline + .nanoseconds(1)))
        let early = pending.begin(.init(id: RequestID(2), deadline: deadline))
        let note = pending.begin(.init(id: nil, deadline: deadline))
        #expect(pending.nextDeadline == deadline)
        #expect(pending.expired(at: deadline - .nanoseconds(1)).isEmpty)
        #expect(
            pending.expired(at: deadline) == [
                .init(token: early, request: taken(RequestID(2))),
                .init(token: note, request: taken(nil)),
            ]
        )
        #expect(pending.complete(early, two) == .write(two))
        #expect(pending.complete(note, nil) == .quiet)
        #expect(pending.nextDeadline == deadline + .nanoseconds(1))
        #expect(pending.complete(late, one) == .write(one))
    }
}
