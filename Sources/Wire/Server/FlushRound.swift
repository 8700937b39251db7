import NIOCore

/// The connections of one event loop whose answers leave together, at the end of a wake-up.
///
/// The first answer that is written wakes its client. Where many clients are served by one
/// wake-up, a client that finds all answers at once, and asks for all of them again, costs the
/// kernel and both processes less than one that is woken for each. A connection that is served
/// alone does not wait for others.
final class FlushRound {
    /// Connections served closer to each other than this share their wake-ups, as a rule.
    static let nearness = TimeAmount.microseconds(50)
    /// After so many rounds of one connection alone nobody is waited for any more.
    static let lonelyRounds = 8

    private let loop: any EventLoop
    private var waiting: [ConnectionHandler] = []
    private var isGathering = false
    private var roundsAlone = 0
    private var last: (connection: UInt64, time: NIODeadline) = (0, .uptimeNanoseconds(0))

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    /// A connection has answered all that came.
    func ended(_ handler: ConnectionHandler, _ context: ChannelHandlerContext) {
        guard isGathering else {
            handler.flush(context)
            return notice(handler.caller.connection.id)
        }
        waiting.append(handler)
        guard waiting.count == 1 else { return }
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.execute { bound.value.flush() }
    }

    private func notice(_ connection: UInt64) {
        let now = NIODeadline.now()
        isGathering = connection != last.connection && now - last.time < Self.nearness
        last = (connection, now)
        roundsAlone = 0
    }

    private func flush() {
        let handlers = waiting
        waiting.removeAll(keepingCapacity: true)
        for handler in handlers { handler.flushNow() }
        roundsAlone = handlers.count > 1 ? 0 : roundsAlone + 1
        if roundsAlone == Self.lonelyRounds { isGathering = false }
    }
}
