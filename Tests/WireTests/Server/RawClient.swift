import NIOCore
import NIOPosix

@testable import Wire

/// A client that sends and reads bytes as they are, for what a proper client would never do.
final class RawClient: Sendable {
    private let channel: any Channel
    private let inbox: NIOLoopBound<Inbox>

    static func connect(
        _ path: String,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws -> RawClient {
        let loop = group.next()
        return try await loop.flatSubmit {
            let inbox = NIOLoopBound(Inbox(), eventLoop: loop)
            return ClientBootstrap(group: loop)
                .channelOption(.allowRemoteHalfClosure, value: true)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(inbox.value)
                    }
                }
                .connect(unixDomainSocketPath: path)
                .map { RawClient($0, inbox) }
        }.get()
    }

    private init(_ channel: any Channel, _ inbox: NIOLoopBound<Inbox>) {
        self.channel = channel
        self.inbox = inbox
    }

    /// Sends bytes without waiting until the server takes them.
    func send(_ text: String) {
        channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
    }

    func send(_ bytes: [UInt8]) {
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    /// Sends bytes and waits until the kernel has taken them.
    func deliver(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// Sends text and waits until the kernel has taken it.
    func deliver(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text)).get()
    }

    /// Ends the sending side.
    func finish() async throws {
        try await channel.close(mode: .output).get()
    }

    /// Ends the connection.
    func close() async {
        try? await channel.close().get()
    }

    /// Whether bytes are read from the socket before anybody asks for them.
    func setReading(_ isReading: Bool) async throws {
        try await channel.setOption(.autoRead, value: isReading).get()
        if isReading { channel.read() }
    }

    /// The next line; nil at the end of the stream.
    func line() async throws -> String? {
        try await ask(.line)
    }

    /// The next line as JSON.
    func answer() async throws -> JSON? {
        try await line().map { try JSONParser.parse($0) }
    }

    /// That many lines.
    func lines(_ count: Int) async throws -> [String] {
        var lines: [String] = []
        while lines.count < count, let line = try await line() { lines.append(line) }
        return lines
    }

    /// Everything up to the end of the stream.
    func rest() async throws -> String {
        try await ask(.rest) ?? ""
    }

    private func ask(_ wish: Inbox.Wish) async throws -> String? {
        try await channel.eventLoop.flatSubmit { [inbox, channel] in
            let promise = channel.eventLoop.makePromise(of: String?.self)
            inbox.value.ask(wish, promise)
            return promise.futureResult
        }.get()
    }

    /// Keeps what came until somebody asks.
    private final class Inbox: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        enum Wish {
            case line
            case rest
        }

        private var received = ByteBuffer()
        private var hasEnded = false
        private var asked: (wish: Wish, promise: EventLoopPromise<String?>)?

        func ask(_ wish: Wish, _ promise: EventLoopPromise<String?>) {
            precondition(asked == nil, "one wish at a time")
            asked = (wish, promise)
            fulfil()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var bytes = unwrapInboundIn(data)
            received.writeBuffer(&bytes)
            fulfil()
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            guard event as? ChannelEvent == .inputClosed else { return }
            hasEnded = true
            fulfil()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            hasEnded = true
            fulfil()
        }

        private func fulfil() {
            guard let (wish, promise) = asked else { return }
            switch wish {
            case .line:
                let newline = received.readableBytesView.firstIndex(of: UInt8(ascii: "\n"))
                if let newline {
                    asked = nil
                    let line = received.readString(length: newline - received.readerIndex)
                    received.moveReaderIndex(forwardBy: 1)
                    promise.succeed(line)
                } else if hasEnded {
                    asked = nil
                    promise.succeed(nil)
                }
            case .rest:
                guard hasEnded else { return }
                asked = nil
                promise.succeed(received.readString(length: received.readableBytes))
            }
        }
    }
}
