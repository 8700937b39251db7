import NIOCore

extension ConnectionHandler {
    /// Answers from this many bytes on are written before the next frame is decoded.
    static let flushBytes = 32 << 10

    /// Does all that can be done now: decodes, starts, answers, closes.
    func pump(_ context: ChannelHandlerContext) {
        var isDone = false
        while !isDone {
            switch state.step() {
            case .decode(let isFinal): isDone = decode(context, isFinal)
            case .startWaiting: startWaiting(context)
            case .writeLast(let error): writeLast(context, error)
            case .wait: isDone = true
            }
        }
        // The buffer goes back to the channel's pool.
        if inbound.readableBytes == 0 { inbound = ByteBuffer() }
        if state.resumeRead() { context.read() }
    }

    /// Takes one frame.
    ///
    /// - Returns: whether more bytes are needed.
    private func decode(_ context: ChannelHandlerContext, _ isFinal: Bool) -> Bool {
        switch decoder.next(&inbound, isFinal: isFinal) {
        case .frame(let frame):
            if !answerInline(frame, context) { take(frame, context) }
            if answers.buffer.readableBytes >= Self.flushBytes { flush(context) }
            return false
        case .needMore:
            if isFinal { state.inputExhausted() }
            return !isFinal
        case .fail(let error):
            state.failed(error)
            return false
        }
    }

    /// Lets a hot method answer from the frame's bytes, without tree, task or hop.
    private func answerInline(_ frame: Frame, _ context: ChannelHandlerContext) -> Bool {
        guard frame.cut.id.kind != .absent, frame.cut.hasAllParameters,
            !frame.cut.needsExactReader,
            let inline = service.methods.inlineHandler(for: frame, role: caller.role),
            frame.envelopeFault(limits: service.limits) == nil
        else { return false }
        let begin = answers.buffer.writerIndex
        switch inline(frame, caller, &answers) {
        case .answered:
            if let error = answers.withdraw(from: begin, beyond: service.limits) {
                answers.write(Response(id: RequestID(in: frame) ?? .null, outcome: .failure(error)))
            }
        case .declined: return false
        case .waits(let call): keep(call, for: frame, context)
        case .failed(let error):
            let id = RequestID(in: frame) ?? .null
            answers.write(Response(id: id, outcome: .failure(error)))
        }
        return true
    }

    /// Takes a frame the general way.
    private func take(_ frame: Frame, _ context: ChannelHandlerContext) {
        switch Message(frame, limits: service.limits) {
        case .single(.request(let request)):
            let token = pending.begin(taken(request.method, request.id, context))
            state.started()
            start(request, token, nil, context)
        case .single(.invalid(let error, let id)):
            answers.write(Response(id: id, outcome: .failure(error)))
        case .refused(let error):
            answers.write(Response(id: .null, outcome: .failure(error)))
        case .batch(let items):
            switch state.admit(items.count) {
            case .start: start(items, context)
            case .wait: waitingBatch = items
            }
        }
    }

    private func startWaiting(_ context: ChannelHandlerContext) {
        guard let items = waitingBatch else { preconditionFailure("no batch waits") }
        waitingBatch = nil
        start(items, context)
    }

    private func start(_ items: [Message.Item], _ context: ChannelHandlerContext) {
        var requests: [Request] = []
        var invalid: [Response] = []
        for item in items {
            switch item {
            case .request(let request): requests.append(request)
            case .invalid(let error, let id):
                invalid.append(Response(id: id, outcome: .failure(error)))
            }
        }
        guard !requests.isEmpty else {
            answers.write(batch: invalid)
            return
        }
        let (batch, tokens) = pending.beginBatch(
            requests.map { taken($0.method, $0.id, context) },
            answers: invalid.map(Reply.bytes)
        )
        state.started(requests.count)
        for (request, token) in zip(requests, tokens) { waiting[token] = request }
        goOn(batch, context)
    }

    /// Starts the items of a batch whose turn it is.
    func goOn(_ batch: PendingRequests.BatchID, _ context: ChannelHandlerContext) {
        while true {
            switch pending.next(in: batch) {
            case .start(let token):
                guard let request = waiting.removeValue(forKey: token) else {
                    preconditionFailure("an item of a batch is started twice")
                }
                start(request, token, batch, context)
            case .refuse(let token, let answer):
                waiting[token] = nil
                settle(token, answer)
                state.returned()
            case .wait: return
            }
        }
    }

    /// Nobody waits for the answers any more, but notifications are still carried out.
    func startWaitingNotifications() {
        let requests = waiting.sorted { $0.key < $1.key }
        waiting = [:]
        guard let context else { return }
        for (token, request) in requests where request.id == nil {
            start(request, token, nil, context)
        }
    }

    private func start(
        _ request: Request,
        _ token: PendingRequests.Token,
        _ batch: PendingRequests.BatchID?,
        _ context: ChannelHandlerContext
    ) {
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let reply = Reply(token, to: bound, of: service.registry)
        let runner = RequestRunner(methods: service.methods, caller: caller)
        let task = Task { reply.send(await runner.respond(to: request)) }
        tasks[token] = RunningTask(
            task: task,
            isNotification: request.id == nil,
            batch: batch
        )
        startTimer(context, for: pending.deadline(of: token))
    }

    /// A request as it is noted while it waits for its answer.
    func taken(
        _ method: String,
        _ id: RequestID?,
        _ context: ChannelHandlerContext
    ) -> PendingRequests.Taken {
        let terms = service.terms(of: method)
        let deadline = context.eventLoop.now + TimeAmount(terms.timeout)
        return PendingRequests.Taken(id: id, deadline: deadline, terms: terms)
    }
}
