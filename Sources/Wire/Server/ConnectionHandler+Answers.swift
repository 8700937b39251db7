import NIOCore

extension ConnectionHandler {
    /// Buffers above this size are not kept for the next answers.
    static let spareBytes = 16 << 10

    /// A handler has returned with the bytes of its answer, or nil for a notification.
    func returned(_ token: PendingRequests.Token, _ answer: ByteBuffer?) {
        let batch = tasks.removeValue(forKey: token)?.batch
        settle(token, answer)
        state.returned()
        if let context {
            if let batch {
                pending.returned(in: batch)
                goOn(batch, context)
            }
            scheduleTick(context)
        } else if tasks.isEmpty {
            service.registry.disconnected(caller.connection.id)
        }
    }

    /// Takes the outcome of a request, and writes what is to be written now.
    func settle(_ token: PendingRequests.Token, _ answer: ByteBuffer?) {
        switch pending.complete(token, answer) {
        case .late: return
        case .quiet: break
        case .write(let bytes): answers.write(line: bytes)
        case .writeBatch(let all): answers.write(lineOf: all)
        }
        state.answered()
    }

    /// Goes on once all that is ready on the event loop now has been done, so that answers which
    /// come together leave together.
    func scheduleTick(_ context: ChannelHandlerContext) {
        if isTickScheduled { return }
        isTickScheduled = true
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.execute { bound.value.tick() }
    }

    private func tick() {
        isTickScheduled = false
        guard let context else { return }
        pump(context)
        flush(context)
    }

    /// Writes all answers that stand ready, in one write.
    func flush(_ context: ChannelHandlerContext) {
        guard answers.buffer.readableBytes > 0 else { return }
        write(context, promise: nil)
    }

    /// The same, unless the connection has ended.
    func flushNow() {
        if let context { flush(context) }
    }

    private func write(_ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        // The write can call back into this handler, which then finds an empty buffer here.
        var bytes = answers.take(leaving: spare)
        spare = ByteBuffer()
        context.writeAndFlush(wrapOutboundOut(bytes), promise: promise)
        guard bytes.capacity <= Self.spareBytes else { return }
        // Once the kernel has taken the bytes this is the only reference, and keeps its memory.
        bytes.clear(minimumCapacity: 0)
        spare = bytes
    }

    /// Writes the error, if any, then ends the connection once the last byte has left.
    ///
    /// Nothing is served from here on, however long the client takes to notice: what it holds as
    /// long as it is connected goes now.
    func writeLast(_ context: ChannelHandlerContext, _ error: WireError?) {
        caller.connection.close()
        if let error { answers.write(Response(id: .null, outcome: .failure(error))) }
        let promise = context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        promise.futureResult.whenSuccess {
            let handler = bound.value
            guard let context = handler.context else { return }
            handler.end(context, handler.state.lastWritten())
        }
        write(context, promise: promise)
    }

    /// Closes the connection, or our side of it.
    func end(_ context: ChannelHandlerContext, _ ending: ConnectionState.Ending) {
        switch ending {
        case .none: break
        case .close: context.close(promise: nil)
        case .linger:
            let channel = context.channel
            context.close(mode: .output, promise: nil)
            timer?.cancel()
            timer = context.eventLoop.scheduleTask(
                in: TimeAmount(service.configuration.linger)
            ) {
                channel.close(promise: nil)
            }
        }
    }

    /// Wakes up at the deadline, unless it does so earlier anyway: methods have times of their own.
    func startTimer(_ context: ChannelHandlerContext, for deadline: NIODeadline?) {
        guard let deadline else { return }
        if let timer {
            if timerDeadline <= deadline { return }
            timer.cancel()
        }
        timerDeadline = deadline
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: deadline) { bound.value.timeIsUp() }
    }

    private func timeIsUp() {
        timer = nil
        guard let context else { return }
        for expired in pending.expired(at: context.eventLoop.now) {
            let answer = expired.request.id.map { id in
                let error = service.timeout(expired.request.terms)
                return Reply.bytes(Response(id: id, outcome: .failure(error)))
            }
            tasks[expired.token]?.task.cancel()
            let hasNoTask =
                giveUp(expired.token) || waiting.removeValue(forKey: expired.token) != nil
            settle(expired.token, answer)
            if hasNoTask { state.returned() }
        }
        startTimer(context, for: pending.nextDeadline)
        scheduleTick(context)
    }
}
