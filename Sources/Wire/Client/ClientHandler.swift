import NIOCore

/// The event loop's side of a client: requests out, answers in, matched by id.
final class ClientHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What comes back to a call.
    typealias Outcome = Result<JSON, ClientError>

    /// A caller that waits.
    struct Call: Sendable {
        var method: String
        var continuation: CheckedContinuation<Outcome, Never>
        var timer: Scheduled<Void>?
    }

    private var context: ChannelHandlerContext?
    /// Why there will be no more answers, once there is a reason.
    private var ending: ClientError?
    private var calls: [Int64: Call] = [:]
    private var decoder = FrameDecoder(limits: ClientHandler.limits)
    private var inbound = ByteBuffer()

    /// Answers may be longer than requests: lists and the description of all methods.
    private static var limits: Limits {
        var limits = Limits()
        limits.frameBytes = 256 << 20
        limits.nestingDepth = JSONScanner.greatestDepth
        return limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func begin(_ id: Int64, _ request: Request, _ call: Call, within timeout: TimeAmount) {
        guard ending == nil, let context else {
            call.continuation.resume(returning: .failure(ending ?? .closed))
            return
        }
        var call = call
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        call.timer = context.eventLoop.scheduleTask(in: timeout) { [method = call.method] in
            bound.value.end(id, .failure(.timeout(method: method)))
        }
        calls[id] = call
        send(request)
    }

    func send(_ request: Request) {
        guard ending == nil, let context else { return }
        var bytes = context.channel.allocator.buffer(capacity: 256)
        JSONWriter.write(request.json, into: &bytes)
        bytes.writeStaticString("\n")
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    /// Gives a call its outcome; nothing happens if it has one.
    func end(_ id: Int64, _ outcome: Outcome) {
        guard let call = calls.removeValue(forKey: id) else { return }
        call.timer?.cancel()
        call.continuation.resume(returning: outcome)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        inbound.discardReadBytes()
        inbound.writeBuffer(&bytes)
        while true {
            switch decoder.next(&inbound) {
            case .frame(let frame): take(JSONParser.tree(frame), context)
            case .needMore: return
            case .fail(let error):
                endAll(.unreadable(error.message))
                context.close(promise: nil)
                return
            }
        }
    }

    private func take(_ json: JSON, _ context: ChannelHandlerContext) {
        guard let response = Response(json: json) else {
            endAll(.unreadable("a value that is neither result nor error"))
            context.close(promise: nil)
            return
        }
        if let id = json["id"]?.int {
            end(id, response.outcome.mapError(ClientError.answer))
        } else if case .failure(let error) = response.outcome {
            // An error without an id is about the connection, and its last word.
            endAll(.answer(error))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        endAll(.closed)
    }

    /// Ends all calls, and those that come later, with the first reason there was.
    private func endAll(_ error: ClientError) {
        let error = ending ?? error
        ending = error
        for id in calls.keys.sorted() { end(id, .failure(error)) }
    }
}
