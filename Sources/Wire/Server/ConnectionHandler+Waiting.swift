import NIOCore

/// Calls of hot methods that wait for something: no task, and asked again where they were taken.
extension ConnectionHandler {
    /// Woken calls that are asked before the event loop turns to other connections.
    static let wokenAtOnce = 64
    /// When the others are: a loop looks at its sockets only once nothing else is due.
    static let wokenPause = TimeAmount.microseconds(20)

    /// Keeps a call until it is woken or its time is over.
    func keep(_ call: any WaitingCall, for frame: Frame, _ context: ChannelHandlerContext) {
        let method = frame.string(frame.cut.method) ?? ""
        let token = pending.begin(taken(method, RequestID(in: frame), context))
        state.started()
        kept[token] = call
        startTimer(context, for: pending.deadline(of: token))
        wake(call, token, context)
    }

    private func wake(
        _ call: any WaitingCall,
        _ token: PendingRequests.Token,
        _ context: ChannelHandlerContext
    ) {
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        let woken = woken ?? WokenCalls(handler, of: service.registry)
        self.woken = woken
        call.whenReady { woken.add(token) }
    }

    /// Asks calls that were woken, and writes their answers in one write.
    func answerWoken() {
        guard let context, let woken else { return }
        let (tokens, isLeft) = woken.take(Self.wokenAtOnce)
        for token in tokens {
            // Its time may be over by now.
            if let call = kept[token] { ask(call, token, context) }
        }
        if isLeft {
            let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: Self.wokenPause) { bound.value.answerWoken() }
        }
        pump(context)
        flush(context)
    }

    private func ask(
        _ call: any WaitingCall,
        _ token: PendingRequests.Token,
        _ context: ChannelHandlerContext
    ) {
        let begin = answers.buffer.writerIndex
        switch call.answer(into: &answers) {
        case .answered: fail(token, answers.withdraw(from: begin, beyond: service.limits))
        case .waits(let call):
            kept[token] = call
            return wake(call, token, context)
        case .failed(let error): fail(token, error)
        case .declined: preconditionFailure("a call that has waited is declined")
        }
        kept[token] = nil
        settle(token, nil)
        state.returned()
    }

    private func fail(_ token: PendingRequests.Token, _ error: WireError?) {
        guard let error else { return }
        answers.write(Response(id: pending.id(of: token) ?? .null, outcome: .failure(error)))
    }

    /// The end of the time of a call that waits.
    /// - Returns: whether there is such a call.
    func giveUp(_ token: PendingRequests.Token) -> Bool {
        guard let call = kept.removeValue(forKey: token) else { return false }
        call.cancel()
        return true
    }

    /// Nobody waits for the answers any more.
    func giveUpAll() {
        for call in kept.values { call.cancel() }
        kept = [:]
        woken = nil
    }
}
