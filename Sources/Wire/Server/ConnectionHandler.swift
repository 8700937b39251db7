import Logging
import NIOCore

/// One connection: bytes in, answers out.
///
/// The only handler in its pipeline.
/// Confined to its event loop. Hot methods are answered inline, between the read and the write of
/// one wake-up, or kept until they can be; every other request has a task, whose answer comes back
/// through a `Reply`.
/// `ConnectionState` decides; this class acts.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    /// Tells a connection to answer what is in flight, then to end.
    struct Drain: Sendable {}

    /// Why a connection is ended before it is served.
    struct Refusal: Sendable {
        var error: WireError
        /// Whether the client has a while to read it, or the connection ends once it is written:
        /// what a socket's buffer holds can be read after that, but the client's own request may
        /// fail.
        var lingers: Bool
    }

    let service: ConnectionService
    let caller: Caller
    var state: ConnectionState
    var decoder: FrameDecoder
    var inbound = ByteBuffer()
    var waitingBatch: [Message.Item]?
    var pending: PendingRequests
    /// Items of batches that wait for their turn.
    var waiting: [PendingRequests.Token: Request] = [:]
    var tasks: [PendingRequests.Token: RunningTask] = [:]
    /// Calls of hot methods that wait to be asked again.
    var kept: [PendingRequests.Token: any WaitingCall] = [:]
    /// Those of them that were woken; there from the first that waits.
    var woken: WokenCalls?
    var answers = AnswerWriter(ByteBuffer())
    /// The memory that the last flush gave back, kept for the next answers.
    var spare = ByteBuffer()
    var context: ChannelHandlerContext?
    /// Those who are served with it.
    private var round: FlushRound?
    var isTickScheduled = false
    /// For the first request's deadline; at the end for the client that still reads.
    var timer: Scheduled<Void>?
    /// When the timer wakes up, while there is one for a request.
    var timerDeadline = NIODeadline.distantFuture
    private var hasEnded = false

    /// A handler at work.
    struct RunningTask {
        var task: Task<Void, Never>
        /// Nobody waits for an answer, so the end of the connection is no reason to stop.
        var isNotification: Bool
        /// The batch that it is an item of.
        var batch: PendingRequests.BatchID?
    }

    init(_ service: ConnectionService, caller: Caller, refusal: Refusal? = nil) {
        self.service = service
        self.caller = caller
        state = ConnectionState(requestsInFlight: service.limits.requestsInFlight)
        decoder = FrameDecoder(limits: service.limits)
        pending = PendingRequests(limits: service.limits)
        guard let refusal else { return }
        state.failed(refusal.error)
        if !refusal.lingers { _ = state.inputEnded() }
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // From here on, not from `channelActive`: a drain can come before that, and closes.
        self.context = context
        round = service.rounds.round(of: context.eventLoop)
    }

    func channelActive(context: ChannelHandlerContext) {
        pump(context)
        flush(context)
    }

    func read(context: ChannelHandlerContext) {
        switch state.readRequested() {
        case .read: context.read()
        case .hold: break
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state.takesInput else { return }
        var bytes = unwrapInboundIn(data)
        if inbound.readableBytes == 0 {
            inbound = bytes
        } else {
            // Without this a stream that never pauses between frames would grow its buffer.
            inbound.discardReadBytes()
            inbound.writeBuffer(&bytes)
        }
        pump(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard answers.buffer.readableBytes > 0 else { return }
        round?.ended(self, context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        state.writabilityChanged(context.channel.isWritable)
        // Not here: this comes in the middle of a write of ours.
        if context.channel.isWritable { scheduleTick(context) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed {
            end(context, state.inputEnded())
        } else if event is Drain {
            state.drain()
        } else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        pump(context)
        flush(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        service.logger.debug(
            "connection failed",
            metadata: ["connection": "\(caller.connection.id)", "error": "\(error)"]
        )
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        connectionEnded()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        // A channel that never became active does not become inactive either.
        connectionEnded()
    }

    private func connectionEnded() {
        if hasEnded { return }
        hasEnded = true
        startWaitingNotifications()
        state.closed()
        timer?.cancel()
        inbound = ByteBuffer()
        waitingBatch = nil
        giveUpAll()
        for running in tasks.values where !running.isNotification { running.task.cancel() }
        caller.connection.close()
        if tasks.isEmpty { service.registry.disconnected(caller.connection.id) }
        self.context = nil
    }
}
